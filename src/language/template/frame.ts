import type { Value } from "../../model/value.ts";
import type { Exposure } from "../exposure.ts";
import type { Scope } from "../scope-interface.ts";

/** One rendering: what it reads from and writes to. */
interface Run {
  readonly scope: Scope;
  readonly exposure: Exposure;
  readonly text: string[];
}

/** What `{{#each}}` or `{{#with}}` set up for its body; the outermost frame has the scope itself for context. */
export interface Frame {
  readonly run: Run;
  readonly parent: Frame | undefined;
  readonly context: Value;
  /** `@index`, `@key`, `@first`, `@last`. */
  readonly data: Readonly<Record<string, Value>>;
  /** Values of the block's parameters (`as |item index|`), in order. */
  readonly parameters: readonly Value[];
  /** What the enclosing partial was given as `key=value`. */
  readonly arguments: Readonly<Record<string, Value>>;
}

export type Evaluate = (frame: Frame) => Value;
export type Write = (frame: Frame) => void;

export function newFrame(scope: Scope): Frame {
  const run = { scope, exposure: { secret: false }, text: [] };
  return { run, parent: undefined, context: null, data: {}, parameters: [], arguments: {} };
}

export function outer(frame: Frame, steps: number): Frame {
  let current = frame;
  for (let step = 0; step < steps; step++) current = current.parent ?? current;
  return current;
}
