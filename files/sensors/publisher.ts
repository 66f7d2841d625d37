import { openLane, type Lane, type LaneParts } from "./lane.ts";
import type { Outgoing } from "./record.ts";

export interface PublisherParts {
  readonly partitionOf: (key: string) => number;
  /** What the lane of a partition is made of. */
  readonly lane: (partition: number) => LaneParts;
  /** How many records may be queued or in flight, in all lanes together. */
  readonly limit: number;
  /** Whoever waits for room is let go when it is aborted. */
  readonly stop: AbortSignal;
}

/** Records by partition, as many at a time as memory is granted for. */
export interface Publisher {
  /** Takes a record; never more than there is room for. */
  readonly add: (record: Outgoing) => void;
  readonly room: () => number;
  readonly pending: () => number;
  /** Resolves when there is room again, or no reason to wait for it. */
  readonly roomy: () => Promise<void>;
  /** Resolves when every lane has ended: all is acknowledged and kept, or given up. */
  readonly close: () => Promise<void>;
}

export function createPublisher({ partitionOf, lane, limit, stop }: PublisherParts): Publisher {
  const lanes = new Map<number, Lane>();
  const partitions = new Map<string, number>();
  let pending = 0;
  let letGo: () => void = () => undefined;
  stop.addEventListener("abort", () => letGo(), { once: true });

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
      letGo();
    },
  });
  return {
    add: (record) => {
      pending++;
      laneOf(record.key).add(record);
    },
    room: () => limit - pending,
    pending: () => pending,
    roomy: async () => {
      if (pending >= limit && !stop.aborted) await new Promise<void>((resolve) => (letGo = resolve));
    },
    close: async () => {
      await Promise.all([...lanes.values()].map((each) => each.close()));
    },
  };
}
