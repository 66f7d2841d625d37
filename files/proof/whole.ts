import type { Consumed } from "./consumed.ts";
import type { Check, Difference } from "./difference.ts";
import { groupBy } from "./group.ts";

const HINT =
  "the filter remembers each sensor from its first record on: read the whole topic; retention may have cut it";

/** Every offset of the raw topic, from 0 on: no transaction writes to it, so it has no gaps of its own. */
export function checkWhole(raw: readonly Consumed[]): Check {
  const partitions = [...groupBy(raw, ({ partition }) => partition)];
  const differences = partitions.flatMap(([partition, records]): Difference[] => {
    const gap = records.findIndex(({ offset }, index) => offset !== index);
    const found = records[gap];
    if (found === undefined) return [];
    return [{ what: `raw_sensors ${partition}`, expected: `offset ${gap}`, seen: `${found.offset}`, hint: HINT }];
  });
  const ends = partitions.map(([partition, records]) => `${partition}:${(records.at(-1)?.offset ?? -1) + 1}`);
  const expected = partitions.reduce((sum, [, records]) => sum + (records.at(-1)?.offset ?? -1) + 1, 0);
  return {
    name: "raw_sensors is whole",
    expected: `${expected} records (ends ${ends.join(" ")})`,
    seen: `${raw.length} records`,
    differences,
  };
}
