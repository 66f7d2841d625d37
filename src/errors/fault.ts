import type { Origin } from "../model/origin.ts";

/** Something that is wrong and expected to go wrong sometimes: a value, never thrown. */
export interface Fault {
  /** Permanent name, `room/what`; the catalogue has its sentence and hint. */
  readonly code: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  readonly origin?: Origin;
  /** More to show below it: a command's output, fingerprints, paths looked at. */
  readonly details?: readonly string[];
  /** What is needed is not there (yet): in check mode, after earlier predicted changes, this is unknown rather than failed. */
  readonly missing?: true;
}

/** A message as part of a longer sentence: without its full stop. */
export function asClause(message: string): string {
  return message.replace(/\.$/, "");
}

/** Faults as the only result of a stage: never empty. */
export type Faults = readonly [Fault, ...Fault[]];

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: Faults };

export function good<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function bad(...faults: Faults): { readonly ok: false; readonly faults: Faults } {
  return { ok: false, faults };
}

/** Separates the good from the faults: all faults of all parts, or all values. */
export function collect<T>(outcomes: readonly Outcome<T>[]): Outcome<T[]> {
  const faults = outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.faults));
  const [first, ...rest] = faults;
  if (first) return bad(first, ...rest);
  return good(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])));
}
