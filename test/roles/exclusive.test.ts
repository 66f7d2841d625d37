import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";

const ROLES = join(import.meta.dirname, "..", "..", "..", "roles");

interface Task {
  readonly name: string;
  readonly file?: { readonly path: string; readonly state?: string; readonly exclusive?: unknown };
}

function tasksOf(role: string): readonly Task[] {
  // The roles' own format.
  return parse(readFileSync(join(ROLES, role, "tasks/main.yaml"), "utf8"), { logLevel: "silent" }) as Task[];
}

describe("roles: folders of configuration", () => {
  for (const role of readdirSync(ROLES)) {
    const owned = tasksOf(role).filter(
      ({ file }) => file?.state === "directory" && file.path.startsWith("{{ project_dir }}/"),
    );
    if (owned.length > 0)
      it(`contain nothing but what ${role} puts there`, () => {
        expect(owned.filter(({ file }) => file?.exclusive === undefined).map(({ name }) => name)).to.deep.equal([]);
      });
  }
});
