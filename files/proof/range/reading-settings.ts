import type { Consumed } from "../consumed.ts";

/** The records of the topics, read once, each partition in the order of its offsets. */
export type TopicStreams = Readonly<Record<"raw" | "clean" | "stats" | "malformed", Iterable<Consumed>>>;

/** Offsets by `TOPIC:PARTITION`. */
export type Offsets = ReadonlyMap<string, number>;

export interface ReadingSettings {
  /** The topics were read from the first record whose Kafka timestamp is not below this. */
  readonly since: number;
  /** The first offset of that record in each partition. */
  readonly starts: Offsets;
  /** The first offset that Kafka still has. */
  readonly earliest: Offsets;
}
