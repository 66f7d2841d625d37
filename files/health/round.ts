import { setTimeout as delay } from "node:timers/promises";
import type { Report } from "./report-changes.ts";
import { sample, type Sample, type Source } from "./sample.ts";

const LIMIT_MS = 10_000;

/** All samples of one round. A source without an answer is reported as `source_up` = 0, and to `report`. */
export async function takeRound(
  sources: Readonly<Record<string, Source>>,
  report: Report,
  limitMs = LIMIT_MS,
): Promise<readonly Sample[]> {
  const rounds = Object.entries(sources).map(async ([name, source]) => {
    try {
      const samples = await inTime(source(), limitMs);
      report(name, undefined);
      return [...samples, ...sample("source_up", 1, name)];
    } catch (error) {
      report(name, messageOf(error));
      return sample("source_up", 0, name);
    }
  });
  return (await Promise.all(rounds)).flat();
}

/** What went wrong. `fetch` hides the cause behind "fetch failed". */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

async function inTime<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  const timer = new AbortController();
  const late = delay(limitMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`no answer within ${limitMs / 1000} seconds`);
  });
  // When the timer is stopped, nobody waits for it any more.
  late.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}
