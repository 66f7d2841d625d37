import { openLane, type Lane, type LaneParts } from "./lane.ts";
import type { Outgoing } from "../readings/record.ts";

export interface PublisherParts {
  readonly partitionOf: (key: string) => number;
  /** The parts of a partition's lane. */
  readonly lane: (partition: number) => LaneParts;
  /** The maximum number of records that are queued or in flight, in all lanes together. */
  readonly limit: number;
  /** When it is aborted, waiting for room ends. */
  readonly stop: AbortSignal;
}

/** Sends records to their partitions, with a limit on those in memory. */
export interface Publisher {
  /** Queues a record. The caller must not exceed `room()`. */
  readonly add: (record: Outgoing) => void;
  readonly room: () => number;
  readonly pending: () => number;
  /** Resolves when there is room again, or when `stop` is aborted. */
  readonly untilRoom: () => Promise<void>;
  /** Resolves when every lane has ended: all records are acknowledged and recorded, or abandoned. */
  readonly close: () => Promise<void>;
}

export function createPublisher({ partitionOf, lane, limit, stop }: PublisherParts): Publisher {
  const lanes = new Map<number, Lane>();
  const partitions = new Map<string, number>();
  let pending = 0;
  let release: () => void = () => undefined;
  stop.addEventListener("abort", () => release(), { once: true });

  const laneOf = (key: string): Lane => {
    const partition = partitions.get(key) ?? partitionOf(key);
    partitions.set(key, partition);
    const open = lanes.get(partition) ?? openLane(counted(lane(partition)));
    lanes.set(partition, open);
    return open;
  };
  const counted = (parts: LaneParts): LaneParts => ({
    ...parts,
    keep: async (base, batch) => {
      await parts.keep(base, batch);
      pending -= batch.length;
      release();
    },
  });
  return {
    add: (record) => {
      pending++;
      laneOf(record.key).add(record);
    },
    room: () => limit - pending,
    pending: () => pending,
    untilRoom: async () => {
      if (pending >= limit && !stop.aborted) await new Promise<void>((resolve) => (release = resolve));
    },
    close: async () => {
      await Promise.all([...lanes.values()].map((each) => each.close()));
    },
  };
}
