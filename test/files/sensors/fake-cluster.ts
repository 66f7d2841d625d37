import type { Link } from "../../../files/sensors/kafka/lane.ts";
import { place, type Outgoing, type Placed } from "../../../files/sensors/readings/record.ts";
import type { Cluster } from "../../../files/sensors/run.ts";

/** The outcome of an attempt: written and acknowledged, lost on the way, or written but the answer lost. */
export type Outcome = "acknowledged" | "lost" | "answer lost" | Error;

export interface FakeCluster extends Cluster {
  /** All written records, in order of partition and offset. */
  readonly records: () => Placed[];
  /** The number of records of each attempt. */
  readonly attempts: number[];
  readonly counts: { opened: number; closed: number; resets: number };
}

export interface FakeOptions {
  readonly partitions?: number;
  /** The outcome of attempt 0, 1, ... counted over all partitions. */
  readonly outcomeOf?: (attempt: number) => Outcome;
}

/** A topic in memory that recognizes a batch that its producer sends again, as Kafka does. */
export function fakeCluster({ partitions = 1, outcomeOf = () => "acknowledged" }: FakeOptions = {}): FakeCluster {
  const logs = Array.from({ length: partitions }, (): Outgoing[] => []);
  const attempts: number[] = [];
  const counts = { opened: 0, closed: 0, resets: 0 };
  const openLink = (partition: number): Link => {
    const log = logs[partition] ?? [];
    let last: { base: number; batch: string } | undefined;
    counts.opened++;
    const write = (batch: readonly Outgoing[]): number => {
      const sent = JSON.stringify(batch);
      if (last?.batch === sent) return last.base;
      last = { base: log.length, batch: sent };
      log.push(...batch);
      return last.base;
    };
    return {
      send: (batch) => {
        const outcome = outcomeOf(attempts.length);
        attempts.push(batch.length);
        if (outcome instanceof Error) return Promise.reject(outcome);
        if (outcome === "lost") return Promise.reject(new Error("lost"));
        const base = write(batch);
        return outcome === "acknowledged" ? Promise.resolve(base) : Promise.reject(new Error("answer lost"));
      },
      reset: async () => {
        counts.resets++;
        await Promise.resolve();
      },
      close: async () => {
        counts.closed++;
        await Promise.resolve();
      },
    };
  };
  return {
    newest: (from) => {
      const times = logs.flat().map(({ timestamp }) => timestamp);
      const last = Math.max(...times);
      return Promise.resolve(last >= from ? last + 1 : undefined);
    },
    openLink,
    attempts,
    counts,
    countPartitions: () => Promise.resolve(partitions),
    partitioner: (count) => (key) => Number(/\d+$/.exec(key)?.[0] ?? 0) % count,
    records: () => logs.flatMap((log, partition) => place("raw_sensors", partition, 0, log)),
  };
}

/** A permanent error of Kafka. */
export function kafkaError(type: string): Error {
  return Object.assign(new Error(`Kafka returned ${type}`), { type });
}
