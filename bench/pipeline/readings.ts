import { toRecord, type Outgoing } from "../../files/sensors/readings/record.ts";

/**
 * What the ids of our own sensors begin with. In order they come behind the site's: the dashboard opens with the first
 * sensor of all, and of these it would have no outliers to show.
 */
export const PROBE_PREFIX = "test-probe";
export const LOAD_PREFIX = "test-load";

export interface SensorsWanted {
  readonly prefix: string;
  readonly partitions: number;
  readonly inEach: number;
  readonly partitionOf: (key: string) => number;
}

/** Ids of which the same number falls into each partition; all partitions in turn. */
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
/** Its spread is the same wherever a filter's window lies, and no value stands out. */
const PATTERN = [0, 0.1, -0.1, 0.2, -0.2];

/** A source of readings that no filter takes for outliers, whether many or few were there before. */
export function steadySensor(sensor: string): (ts: number) => Outgoing {
  let seq = 0;
  return (ts) => {
    const value = LEVEL + (PATTERN[seq % PATTERN.length] ?? 0);
    return toRecord({ sensor, seq: seq++, ts, value, injected: false });
  };
}
