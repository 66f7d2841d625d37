import type { Origin } from "../model/origin.ts";
import type { ValueMap } from "../model/value.ts";
import type { Edit } from "./edit.ts";

/** An expected error: a value, never thrown. */
export interface Fault {
  /** Permanent name, `room/what`, of its entry in the catalogue. */
  readonly code: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  readonly origin?: Origin;
  /** What to write in the origin's file, if that is certain: the report shows the complete lines. */
  readonly edit?: Edit;
  /** Further places that the fault is about; the report shows each with its line. */
  readonly also?: readonly { readonly note: string; readonly origin: Origin }[];
  /** Shown below the message: a command's output, fingerprints, searched paths. */
  readonly details?: readonly string[];
  /** A resource does not exist (yet): in check mode, after earlier predicted changes, the result is unknown rather than failed. */
  readonly missing?: true;
  /** What the module learned although it failed (an HTTP status, a command's output): for `register` and `failed_when`. */
  readonly result?: ValueMap;
}

/** A message as part of a longer sentence: without its full stop. */
export function asClause(message: string): string {
  return message.replace(/\.$/, "");
}

/** All faults of a stage that failed. */
export type Faults = readonly [Fault, ...Fault[]];

/** A value, or the faults that prevented it. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: Faults };

/** An outcome with a value. */
export function good<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

/** An outcome with faults. */
export function bad(...faults: Faults): { readonly ok: false; readonly faults: Faults } {
  return { ok: false, faults };
}

/** Combines outcomes: the faults of all, or else the values of all. */
export function collect<T>(outcomes: readonly Outcome<T>[]): Outcome<T[]> {
  const faults = outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.faults));
  const [first, ...rest] = faults;
  if (first) return bad(first, ...rest);
  return good(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])));
}
