import { ALL_FACTS, FACTS, sourcesOf, type FactSource } from "./catalogue.ts";

/** Ansible's names for groups of facts. */
const GROUPS: Readonly<Record<string, ReadonlySet<FactSource>>> = {
  all: sourcesOf([ALL_FACTS]),
  min: new Set(["base"]),
  hardware: new Set(["devices", "dmi", "hardware", "mounts"]),
  network: new Set(["names", "network"]),
  virtual: new Set(["virtualization"]),
};

const NAMES = [...new Set([...Object.keys(GROUPS), ...FACTS.map(({ name }) => name)])];

/** What `gather_subset` may contain: groups and facts, and with a `!` those to leave out. */
export const SUBSET_NAMES: readonly string[] = [...NAMES, ...NAMES.map((name) => `!${name}`)];

/**
 * The sources that a `gather_subset` means. Without any positive name, all but those that it leaves out; `!all` leaves out what is not
 * named. Undefined if it is not written.
 */
export function subsetOf(names: readonly string[]): ReadonlySet<FactSource> | undefined {
  if (names.length === 0) return undefined;
  const negative = names.filter((name) => name.startsWith("!"));
  const positive = names.filter((name) => !name.startsWith("!"));
  const named = positive.length > 0 || negative.includes("!all") ? positive : ["all"];
  const wanted = new Set(named.flatMap((name) => [...sourcesNamed(name)]));
  for (const name of negative.filter((one) => one !== "!all")) {
    for (const source of sourcesNamed(name.slice(1))) wanted.delete(source);
  }
  return wanted.add("base");
}

function sourcesNamed(name: string): ReadonlySet<FactSource> {
  return (Object.hasOwn(GROUPS, name) ? GROUPS[name] : undefined) ?? sourcesOf([name]);
}
