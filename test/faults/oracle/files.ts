import type { Managed } from "../target/files.ts";
import type { Snapshot } from "../target/snapshot.ts";
import type { Assertion } from "./evidence.ts";

/** At the instant of the fault, no path shows a part of a new version. */
export const filesAtOnce: Assertion = ({ managed, midway }) =>
  midway === undefined ? [] : torn(managed, midway, "at the instant of the fault");

/** After the fault each file is the old version or the new one, with its mode and owner; in the end all are the new ones. */
export const filesWhole: Assertion = ({ managed, afterFirst, afterSecond }) => [
  ...torn(managed, afterFirst, "after the first run"),
  ...[...managed].flatMap(([path, expected]) => {
    const found = afterSecond.entries.get(path);
    return found === expected.new ? [] : [`After the second run ${path} is ${shown(found)}, not ${expected.new}.`];
  }),
];

function torn(managed: ReadonlyMap<string, Managed>, { entries }: Snapshot, when: string): string[] {
  return [...managed].flatMap(([path, { old, new: expected }]) => {
    const found = entries.get(path);
    // Folders get their owner and mode after they were made.
    if (found === old || found === expected || (expected.startsWith("d ") && found?.startsWith("d "))) return [];
    return [`${path} is torn ${when}: it is ${shown(found)}, not ${shown(old)} or ${expected}.`];
  });
}

function shown(entry: string | undefined): string {
  return entry ?? "missing";
}
