import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

const ROLES = join(import.meta.dirname, "..", "..", "..", "roles");
const read = (...parts: string[]) => readFileSync(join(ROLES, ...parts), "utf8");
const names = readdirSync(ROLES);

/** Everything that any role's defaults or the project's own files define. */
const defined = names
  .filter((role) => readdirSync(join(ROLES, role)).includes("defaults"))
  .map((role) => read(role, "defaults", "main.yaml"))
  .concat(read("..", "inventory.yaml"), read("..", "generated_secrets.yaml"))
  .join("\n");

describe("roles/README.md", () => {
  for (const role of names) {
    it(`of ${role} has the common structure: purpose, variables, verification`, () => {
      const text = read(role, "README.md");
      expect(text).to.match(new RegExp(`^# ${role}\n\n[A-Z]`));
      const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
      const expected = readdirSync(join(ROLES, role)).includes("verify") || role === "preflight";
      expect(headings).to.include.members(expected ? ["Variables", "Verification"] : ["Variables", "Teardown"]);
      expect(headings[0]).to.equal("Variables");
    });

    it(`of ${role} documents variables that exist`, () => {
      const [, table = ""] = read(role, "README.md").split("## Variables");
      const rows = [...(table.split(/^## /m)[0] ?? "").matchAll(/^\| (`[^|]*`) +\|/gm)].map(([, cell = ""]) => cell);
      const variables = rows.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name));
      expect(variables).not.to.deep.equal([]);
      expect(variables.filter((name) => !new RegExp(`^ *${name}:`, "m").test(defined))).to.deep.equal([]);
    });
  }
});
