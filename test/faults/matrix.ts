import type { Fault } from "./fault.ts";
import { KEPT } from "./kept.ts";
import { errorsOf } from "./oracle/messages.ts";
import type { RunSize } from "./run/instant.ts";
import { runTrial, type Trial } from "./run/trial.ts";
import type { TestBed } from "./test-bed.ts";

export interface MatrixOrder {
  readonly faults: readonly Fault[];
  readonly seeds: readonly number[];
  readonly size: RunSize;
  readonly program: string;
}

/** Tries what failed once, then each fault with each seed: all faults with the first seed, then with the second. */
export async function* runMatrix(bed: TestBed, { faults, seeds, size, program }: MatrixOrder): AsyncGenerator<Trial> {
  for (const { fault: name, seed } of KEPT) {
    const fault = faults.find((one) => one.name === name);
    if (fault && !seeds.includes(seed)) yield await runTrial(bed, { fault, seed, size, program });
  }
  for (const seed of seeds) {
    for (const fault of faults) yield await runTrial(bed, { fault, seed, size, program });
  }
}

/** How the first run ended: `exit 3, connection/lost`. */
export function outcomeOf({ first }: Trial): string {
  const codes = [...new Set(errorsOf(first).map(({ code }) => code))];
  const exit = typeof first.exit === "number" ? `exit ${first.exit}` : first.exit;
  return [exit, ...codes].join(", ");
}

/** The outcomes of a fault's trials with their counts: `7 × exit 3, connection/lost; 3 × exit 0`. */
export function countsOf(trials: readonly Trial[]): string {
  const counts = new Map<string, number>();
  for (const outcome of trials.map(outcomeOf)) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([outcome, count]) => `${count} × ${outcome}`)
    .join("; ");
}
