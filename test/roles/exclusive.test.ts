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

/** Folders that keep what earlier runs put there, each with the reason. */
const KEPT = new Map([
  ["Create the folder for the filters' arguments", "the proof needs the arguments of every filter that records name"],
]);

describe("roles: folders of configuration", () => {
  for (const role of readdirSync(ROLES)) {
    const owned = tasksOf(role).filter(
      ({ file }) => file?.state === "directory" && file.path.startsWith("{{ project_dir }}/"),
    );
    if (owned.length > 0)
      it(`contain nothing but what ${role} puts there`, () => {
        const shared = owned.filter(({ file, name }) => file?.exclusive === undefined && !KEPT.has(name));
        expect(shared.map(({ name }) => name)).to.deep.equal([]);
      });
  }
});
