import { expect } from "chai";
import { argsFaults, argsJsonSchema } from "../../../src/load/validation/args-schema.ts";
import { registry } from "../../../src/modules/registry.ts";

const nowhere = { origin: () => undefined, keyOrigin: () => undefined };

/** Every schema inside a JSON Schema. */
function schemasIn(value: unknown): Readonly<Record<string, unknown>>[] {
  if (typeof value !== "object" || value === null) return [];
  return [value as Readonly<Record<string, unknown>>, ...Object.values(value).flatMap(schemasIn)];
}

async function messages(module: string, args: Readonly<Record<string, unknown>>): Promise<string[]> {
  const found = await registry.load(module);
  if (!found) throw new Error(`there is no module ${module}`);
  return argsFaults(module, found.args, args, nowhere).map(({ message, hint }) => `${message} ${hint}`);
}

describe("load/validation: the words for wrong arguments", () => {
  it("say in words what each pattern of each module requires", async () => {
    const modules = await Promise.all(registry.names.map((name) => registry.load(name)));
    const silent = modules.flatMap((module) =>
      schemasIn(module && argsJsonSchema(module.args))
        .filter(({ pattern, rule }) => typeof pattern === "string" && rule === undefined)
        .map(({ pattern }) => `${module?.name ?? ""}: ${String(pattern)}`),
    );
    expect(silent).to.be.empty;
  });

  const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
    [
      "file",
      { path: "~/x" },
      '`path` must be an absolute path without `..`, but is the string "~/x". Write the folder in full',
    ],
    ["copy", { dest: "x", content: "" }, "`dest` must be an absolute path without `..`"],
    [
      "copy",
      { dest: "/x", content: "", mode: "u~rwx" },
      "must be three or four octal digits, or symbolic such as u=rwX,g-w",
    ],
    ["copy", { dest: "/x", content: "", owner: "a b" }, "must be the name or number of a user"],
    ["shell", { cmd: "x", chdir: "tmp" }, "must be an absolute path, but is"],
    ["wait_for", { port: 0 }, "must be at least 1, but is the number 0"],
    ["wait_for", { port: 70000 }, "must be at most 65535, but is the number 70000"],
  ];
  for (const [module, args, expected] of cases) {
    it(`explain ${module} with ${JSON.stringify(args)}`, async () => {
      const found = await messages(module, args);
      expect(found.join("\n"))
        .to.include(expected)
        .and.not.match(/must match|\^|must (be|have) (NOT|[<>]=)/);
    });
  }
});
