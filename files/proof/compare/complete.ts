import type { Consumed } from "../consumed.ts";
import type { Check, Difference } from "./difference.ts";

const HINT = "no transaction writes to this topic, so the consumer, or Kafka, has lost records";

type Place = Pick<Consumed, "partition" | "offset">;

interface Extent {
  readonly first: number;
  readonly end: number;
  readonly records: number;
}

/** Checks that every offset from 0 on was read. */
export function checkComplete(raw: readonly Consumed[]): Check {
  const completeness = createCompleteness(() => 0);
  for (const record of raw) completeness.add(record);
  return completeness.end();
}

/** Checks that every offset of each partition from `startOf` on was read. */
export function createCompleteness(startOf: (partition: number, first: number) => number) {
  const extents = new Map<number, Extent>();
  const differences: Difference[] = [];
  return {
    add({ partition, offset }: Place): void {
      const first = extents.get(partition)?.first ?? offset;
      const { end, records } = extents.get(partition) ?? { end: startOf(partition, offset), records: 0 };
      const isReported = differences.some(({ what }) => what === nameOf(partition));
      if (offset !== end && !isReported) {
        differences.push({ what: nameOf(partition), expected: `offset ${end}`, actual: `${offset}`, hint: HINT });
      }
      extents.set(partition, { first, end: offset + 1, records: records + 1 });
    },
    end: (): Check => {
      const all = [...extents].sort(([a], [b]) => a - b);
      const expected = all.reduce((sum, [partition, { first, end }]) => sum + end - startOf(partition, first), 0);
      const ends = all.map(([partition, { end }]) => `${partition}:${end}`);
      return {
        name: "raw_sensors is complete",
        expected: `${expected} records (ends ${ends.join(" ")})`,
        actual: `${all.reduce((sum, [, { records }]) => sum + records, 0)} records`,
        differences,
      };
    },
  };
}

function nameOf(partition: number): string {
  return `raw_sensors ${partition}`;
}
