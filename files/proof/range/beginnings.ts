import type { Consumed } from "../consumed.ts";
import { unknownPast, type SensorState } from "../oracle.ts";
import type { ReadingSettings } from "./reading-settings.ts";
import type { Cut } from "./proven-range.ts";

const RAW = "raw_sensors";

/** Deleted records may be newer by this than the first one that is left: sensors' clocks differ, and readings are late. */
const DISORDER_MS = 600_000;

/** Kafka may begin with the ends of transactions, which are not records. */
const MARKERS = 4;

/** Where the partitions' records begin: at the topic's first record, where the reading was to start, or where retention cut it. */
export interface Beginnings {
  /** Takes notice of a partition's first record, and of the first event time in it. */
  readonly see: (topic: string, record: Consumed, ts?: number) => void;
  /** The offset from which a partition of the raw topic must be complete; `first` is the first one that was read. */
  readonly startOf: (partition: number, first: number) => number;
  /** What is known of a sensor before its first reading in a partition; undefined: it has none. */
  readonly pastOf: (partition: number) => SensorState | undefined;
  readonly cuts: () => readonly Cut[];
}

export function createBeginnings(how: ReadingSettings | undefined): Beginnings {
  const firsts = new Map<string, { readonly ts: number | undefined; readonly offset: number }>();
  const isCut = (topic: string, partition: number, first: number): boolean => {
    if (how === undefined) return topic === RAW && first > 0;
    const name = `${topic}:${partition}`;
    const earliest = how.earliest.get(name) ?? 0;
    return earliest > 0 && (how.starts.get(name) ?? 0) <= earliest + (topic === RAW ? 0 : MARKERS);
  };
  return {
    see(topic, { partition, offset }, ts) {
      const name = `${topic}:${partition}`;
      const known = firsts.get(name);
      if (known?.ts === undefined) firsts.set(name, { ts, offset: known?.offset ?? offset });
    },
    startOf(partition, first) {
      if (how === undefined) return first;
      const name = `${RAW}:${partition}`;
      return Math.max(how.starts.get(name) ?? 0, how.earliest.get(name) ?? 0);
    },
    pastOf(partition) {
      const first = firsts.get(`${RAW}:${partition}`);
      if (first === undefined || first.offset === 0) return undefined;
      if (how === undefined || isCut(RAW, partition, first.offset)) return unknownPast((first.ts ?? 0) + DISORDER_MS);
      return (how.starts.get(`${RAW}:${partition}`) ?? 0) === 0 ? undefined : unknownPast(how.since);
    },
    cuts: () =>
      [...firsts].flatMap(([name, { ts, offset }]) => {
        const [topic = "", partition = ""] = name.split(":");
        if (ts === undefined || !isCut(topic, Number(partition), offset)) return [];
        return [{ topic, since: topic === "outlier_stats" ? ts : ts + DISORDER_MS }];
      }),
  };
}
