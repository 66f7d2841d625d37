import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";

const ROLES = join(import.meta.dirname, "..", "..", "..", "roles");

interface Specifications {
  readonly argument_specs: { readonly main: { readonly options: Readonly<Record<string, object>> } };
}

/** A YAML file of a role; undefined if the role does not have it. The engine's own tags do not matter here. */
function read(role: string, file: string): unknown {
  try {
    return parse(readFileSync(join(ROLES, role, file), "utf8"), { logLevel: "silent" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

describe("roles: specifications of variables", () => {
  for (const role of readdirSync(ROLES)) {
    it(`specify every default of ${role}`, () => {
      const defaults = Object.keys(read(role, "defaults/main.yaml") ?? {});
      const specifications = read(role, "meta/argument_specs.yaml") as Specifications | undefined;
      const specified = Object.keys(specifications?.argument_specs.main.options ?? {});
      expect(specified).to.include.members(defaults);
    });
  }
});
