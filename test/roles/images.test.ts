import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** The files of all roles' templates. */
function templates(): string[] {
  const all = readdirSync(join(ROOT, "roles"), { recursive: true, encoding: "utf8" });
  return all.filter((file) => /^\w+\/templates\/.*\.\w+$/.test(file)).map((file) => `roles/${file}`);
}

/** The variables whose names end with `_image` in a role's templates, by file. */
function uses(): { role: string; file: string; text: string; names: string[] }[] {
  return templates().flatMap((file) => {
    const text = read(file);
    const names = [...new Set([...text.matchAll(/\b[a-z]\w*_image\b/g)].map(([name]) => name))];
    return names.length === 0 ? [] : [{ role: file.split("/")[1] ?? "", file, text, names }];
  });
}

function declared(role: string): string[] {
  const file = `roles/${role}/meta/main.yaml`;
  const meta = existsSync(join(ROOT, file))
    ? (parse(read(file), { logLevel: "silent" }) as { provides?: { images?: { image: string }[] } })
    : {};
  return (meta.provides?.images ?? []).map(({ image }) => image.replace(/^\{\{ (.*) \}\}$/, "$1"));
}

describe("roles: images", () => {
  it("are declared by each role that deploys them, so that they can be locked", () => {
    const found = uses();
    expect(found.map(({ role }) => role)).to.include.members(["kafka", "flink", "proof", "sensors"]);
    const roles = new Set(found.map(({ role }) => role));
    for (const role of roles) {
      const names = found.filter((use) => use.role === role).flatMap((use) => use.names);
      expect(declared(role).sort(), role).to.deep.equal([...new Set(names)].sort());
    }
  });

  it("are deployed by their locked names", () => {
    for (const { file, text, names } of uses()) {
      for (const name of names) {
        const all = text.match(new RegExp(`\\b${name}\\b`, "g")) ?? [];
        const partial = text.match(new RegExp(`compose/container image=(?:@root\\.)?${name}\\b`, "g")) ?? [];
        const looked = text.match(new RegExp(`lookup image_lock ${name} ${name}\\b`, "g")) ?? [];
        expect(all.length, `${file}: ${name}`).to.equal(partial.length + 2 * looked.length);
      }
    }
    expect(read("templates/compose/container.hbs")).to.include("image: {{ lookup @root.image_lock image image }}\n");
    const others = templates().filter((file) => /^\s*image:/m.test(read(file)));
    expect(others).to.deep.equal([]);
  });
});
