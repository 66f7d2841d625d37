import { toRecord, type Outgoing } from "../../files/sensors/readings/record.ts";

/**
 * The prefixes of the benchmark's sensors. They sort after the site's: the dashboard opens with the first sensor, and these have no
 * outliers to show.
 */
export const PROBE_PREFIX = "test-probe";
export const LOAD_PREFIX = "test-load";

export interface SensorsWanted {
  readonly prefix: string;
  readonly partitions: number;
  readonly inEach: number;
  readonly partitionOf: (key: string) => number;
}

/** Ids of which each partition gets the same number, in the order of partitions. */
export function sensorsFor({ prefix, partitions, inEach, partitionOf }: SensorsWanted): string[] {
  const found = Array.from({ length: partitions }, (): string[] => []);
  for (let number = 1; found.some(({ length }) => length < inEach); number++) {
    const id = `${prefix}-${String(number).padStart(4, "0")}`;
    const those = found[partitionOf(id)];
    if (those !== undefined && those.length < inEach) those.push(id);
  }
  return Array.from({ length: inEach }, (_, turn) => found.flatMap((ids) => ids[turn] ?? [])).flat();
}

const LEVEL = 50;
/** Its spread is the same in every window of a filter, and no value is an outlier. */
const PATTERN = [0, 0.1, -0.1, 0.2, -0.2];

/** A source of readings that no filter treats as outliers, however many readings precede them. */
export function steadySensor(sensor: string): (ts: number) => Outgoing {
  let seq = 0;
  return (ts) => {
    const value = LEVEL + (PATTERN[seq % PATTERN.length] ?? 0);
    return toRecord({ sensor, seq: seq++, ts, value, injected: false });
  };
}
