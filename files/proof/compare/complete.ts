import type { Consumed } from "../consumed.ts";
import type { Check, Difference } from "./difference.ts";
import { groupBy } from "../group.ts";

const HINT =
  "the filter's state depends on each sensor's first record, so the whole topic is needed; retention may have truncated it";

/** Checks that every offset from 0 on was read. No transaction writes to the raw topic, so it has no gaps. */
export function checkComplete(raw: readonly Consumed[]): Check {
  const partitions = [...groupBy(raw, ({ partition }) => partition)];
  const differences = partitions.flatMap(([partition, records]): Difference[] => {
    const gap = records.findIndex(({ offset }, index) => offset !== index);
    const found = records[gap];
    if (found === undefined) return [];
    return [{ what: `raw_sensors ${partition}`, expected: `offset ${gap}`, actual: `${found.offset}`, hint: HINT }];
  });
  const ends = partitions.map(([partition, records]) => `${partition}:${(records.at(-1)?.offset ?? -1) + 1}`);
  const expected = partitions.reduce((sum, [, records]) => sum + (records.at(-1)?.offset ?? -1) + 1, 0);
  return {
    name: "raw_sensors is complete",
    expected: `${expected} records (ends ${ends.join(" ")})`,
    actual: `${raw.length} records`,
    differences,
  };
}
