import type { Reading } from "./signal.ts";

/** A record to send: the exact key and value that Kafka will store. */
export interface Outgoing {
  readonly key: string;
  readonly value: string;
  /** Kafka's own timestamp of the record: the event time, in epoch milliseconds. */
  readonly timestamp: number;
  readonly headers?: Headers;
}

export type Headers = Readonly<Record<string, string>>;

/** A record that Kafka has acknowledged, with its partition and offset. */
export interface Placed {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers?: Headers;
}

/** The label of an injected outlier. It is a header, so that a filter cannot see it in the value. */
const INJECTED: Headers = { injected: "outlier" };

/** A reading as docs/records.md describes it. */
export function toRecord({ sensor, seq, ts, value, injected }: Reading): Outgoing {
  const record = { key: sensor, value: JSON.stringify({ sensor, seq, ts, value }), timestamp: ts };
  return injected ? { ...record, headers: INJECTED } : record;
}

/** Adds offsets to an acknowledged batch: Kafka returns the first one, and the others follow in order. */
export function place(topic: string, partition: number, base: number, batch: readonly Outgoing[]): Placed[] {
  return batch.map(({ key, value, headers }, index) => {
    const placed = { topic, partition, offset: base + index, key, value };
    return headers === undefined ? placed : { ...placed, headers };
  });
}
