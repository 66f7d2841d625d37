import { ALL_FACTS } from "./catalogue.ts";

/** The variable, and the field of each host in `hostvars`, that has the facts. */
export const FACTS_NAME = "facts";

/** The fact that a path reads: `mounts` of `facts.mounts.0` and of `hostvars.db.facts.mounts`; ALL_FACTS if it ends before. */
export function factsOf(parts: readonly string[]): readonly string[] {
  const place = parts.indexOf(FACTS_NAME);
  return place < 0 ? [] : [parts[place + 1] ?? ALL_FACTS];
}
