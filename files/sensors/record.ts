import type { Reading } from "./signal.ts";

/** A record on its way to Kafka: the exact key and value that will be written. */
export interface Outgoing {
  readonly key: string;
  readonly value: string;
  /** Kafka's own timestamp of the record: the event time, in epoch milliseconds. */
  readonly timestamp: number;
  readonly headers?: Headers;
}

export type Headers = Readonly<Record<string, string>>;

/** A record that Kafka has acknowledged, with the place it got. */
export interface Placed {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers?: Headers;
}

/** The label of an injected outlier. It stands in a header, so that a filter cannot see it in the value. */
export const INJECTED: Headers = { injected: "outlier" };

/** A reading as docs/records.md describes it. */
export function toRecord({ sensor, seq, ts, value, injected }: Reading): Outgoing {
  const record = { key: sensor, value: JSON.stringify({ sensor, seq, ts, value }), timestamp: ts };
  return injected ? { ...record, headers: INJECTED } : record;
}

/** The places of a batch that was acknowledged: Kafka names the first offset, the others follow in the batch's order. */
export function place(topic: string, partition: number, base: number, batch: readonly Outgoing[]): Placed[] {
  return batch.map(({ key, value, headers }, index) => {
    const placed = { topic, partition, offset: base + index, key, value };
    return headers === undefined ? placed : { ...placed, headers };
  });
}
