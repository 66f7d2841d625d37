import { isPermanent } from "../failure.ts";
import type { Outgoing } from "../readings/record.ts";

/** A connection to one partition, with its own producer identity (id and sequence numbers). */
export interface Link {
  /** Writes the whole batch in order, or nothing; resolves with the offset of its first record. */
  readonly send: (batch: readonly Outgoing[]) => Promise<number>;
  /** Drops the connections after a failure. The identity stays, so that Kafka recognizes a batch that is sent again. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface LaneParts {
  readonly openLink: () => Link;
  /** Records an acknowledged batch. The next one is sent only after it resolves. */
  readonly keep: (base: number, batch: readonly Outgoing[]) => Promise<void>;
  /** An attempt failed and will be retried. */
  readonly failed: (error: unknown) => void;
  /** The lane has ended with a failure that a retry cannot fix. */
  readonly broken: (error: unknown) => void;
  /** Waits before attempt 2, 3, ... of a batch. */
  readonly pause: (attempt: number) => Promise<void>;
  /** When it is aborted, there are no further attempts. */
  readonly abandon: AbortSignal;
  readonly renewAfter?: number;
}

/** The queue of one partition. */
export interface Lane {
  readonly add: (record: Outgoing) => void;
  /** Resolves when everything is acknowledged and recorded, or when the lane has given up or failed. */
  readonly close: () => Promise<void>;
}

/** About 60 kB on the wire: far below any broker's limit for a batch, and enough for tens of thousands of records per second. */
export const MAX_BATCH = 500;

/** Sequence numbers end at 2^31 - 1, where kafkajs does not wrap around as Kafka expects, so they must not get that far. */
const RENEW_AFTER = 2_000_000_000;

/**
 * Sends one batch at a time, and retries a failed batch unchanged until it is acknowledged. Its sequence numbers make that safe,
 * whether or not Kafka had written it. So order is kept, and no record is lost or duplicated.
 */
export function openLane(parts: LaneParts): Lane {
  const waiting: Outgoing[] = [];
  let closing = false;
  let wake: () => void = () => undefined;
  const nextBatch = async (): Promise<Outgoing[]> => {
    if (waiting.length === 0 && !closing) await new Promise<void>((resolve) => (wake = resolve));
    return waiting.splice(0, MAX_BATCH);
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

/** The first offset; undefined if the batch was abandoned. */
async function deliver(link: Link, batch: readonly Outgoing[], parts: LaneParts): Promise<number | undefined> {
  for (let attempt = 2; !parts.abandon.aborted; attempt++) {
    try {
      return await link.send(batch);
    } catch (error) {
      if (isPermanent(error)) throw error;
      parts.failed(error);
    }
    await link.reset();
    await parts.pause(attempt);
  }
  return undefined;
}
