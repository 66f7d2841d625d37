import { isFinal } from "./failure.ts";
import type { Outgoing } from "./record.ts";

/** A way to one partition, with one producer identity (id and sequence numbers) of its own. */
export interface Link {
  /** Writes the batch in its order, all or nothing; resolves with the offset of its first record. */
  readonly send: (batch: readonly Outgoing[]) => Promise<number>;
  /** Drops the connections after a failure. The identity stays, so that the same batch sent again is recognized. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface LaneParts {
  readonly openLink: () => Link;
  /** Takes note of an acknowledged batch; the next one is not sent before it resolves. */
  readonly keep: (base: number, batch: readonly Outgoing[]) => Promise<void>;
  /** An attempt failed, and will be repeated. */
  readonly failed: (error: unknown) => void;
  /** The lane has ended on a failure that repeating cannot heal. */
  readonly broken: (error: unknown) => void;
  /** Waits before attempt 2, 3, ... of a batch. */
  readonly pause: (attempt: number) => Promise<void>;
  /** No further attempts once it is aborted. */
  readonly abandon: AbortSignal;
  readonly renewAfter?: number;
}

/** The queue to one partition. */
export interface Lane {
  readonly add: (record: Outgoing) => void;
  /** Resolves when everything was acknowledged and kept, or when the lane has given up or broken. */
  readonly close: () => Promise<void>;
}

/** About 60 kB on the wire: far under any broker's limit for a batch, and enough for 10,000s of records a second. */
export const MOST_IN_BATCH = 500;

/** Sequence numbers end at 2^31 - 1, and kafkajs does not count on from there as Kafka expects: so never reach it. */
const RENEW_AFTER = 2_000_000_000;

/**
 * Batches go one at a time, and a batch that failed is repeated unchanged until it is acknowledged: whether Kafka had
 * written it or not, its sequence numbers make that safe. So order holds, and nothing is lost or doubled.
 */
export function openLane(parts: LaneParts): Lane {
  const waiting: Outgoing[] = [];
  let closing = false;
  let wake: () => void = () => undefined;
  const nextBatch = async (): Promise<Outgoing[]> => {
    if (waiting.length === 0 && !closing) await new Promise<void>((resolve) => (wake = resolve));
    return waiting.splice(0, MOST_IN_BATCH);
  };
  const done = work(parts, nextBatch).catch(parts.broken);
  return {
    add: (record) => {
      waiting.push(record);
      wake();
    },
    close: () => {
      closing = true;
      wake();
      return done;
    },
  };
}

async function work(parts: LaneParts, nextBatch: () => Promise<Outgoing[]>): Promise<void> {
  const { renewAfter = RENEW_AFTER, openLink, keep } = parts;
  let link = openLink();
  let sent = 0;
  for (let batch = await nextBatch(); batch.length > 0; batch = await nextBatch()) {
    if (sent + batch.length > renewAfter) {
      await link.close();
      link = openLink();
      sent = 0;
    }
    const base = await deliver(link, batch, parts);
    if (base === undefined) return;
    sent += batch.length;
    await keep(base, batch);
  }
  await link.close();
}

/** The first offset, or undefined when the batch was given up. */
async function deliver(link: Link, batch: readonly Outgoing[], parts: LaneParts): Promise<number | undefined> {
  for (let attempt = 2; !parts.abandon.aborted; attempt++) {
    try {
      return await link.send(batch);
    } catch (error) {
      if (isFinal(error)) throw error;
      parts.failed(error);
    }
    await link.reset();
    await parts.pause(attempt);
  }
  return undefined;
}
