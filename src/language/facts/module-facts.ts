import type { Value } from "../../model/value.ts";

/** A field of `facts` that a task reads, and not the beginning of a play. */
export interface ModuleFact {
  readonly name: string;
  /** The module that reads it. */
  readonly module: string;
  readonly type: string;
  readonly example: Value;
  readonly meaning: string;
}

export const MODULE_FACTS: readonly ModuleFact[] = [
  {
    name: "packages",
    module: "package_facts",
    type: "map of lists",
    example: { nginx: [{ name: "nginx", version: "1.26.3-3", arch: "amd64", source: "apt" }] },
    meaning: "The installed packages by name.",
  },
  {
    name: "services",
    module: "service_facts",
    type: "map of maps",
    example: { "nginx.service": { name: "nginx.service", state: "running", status: "enabled", source: "systemd" } },
    meaning: "The services by name.",
  },
];

/** What `getent` reads of a database: `getent_passwd`. */
const GETENT = /^getent_(?=.)/;

/** The module that reads a fact; undefined if the beginning of a play reads it, or nothing does. */
export function moduleOf(fact: string): string | undefined {
  return GETENT.test(fact) ? "getent" : MODULE_FACTS.find(({ name }) => name === fact)?.module;
}
