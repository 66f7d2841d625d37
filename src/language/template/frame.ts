import { LimitExceeded, MAX_TEXT, spend, spendText } from "../limits/budget.ts";
import type { Value } from "../../model/value.ts";
import type { Exposure } from "../exposure.ts";
import type { Scope } from "../scope-interface.ts";

/** One rendering: the scope that it reads and the text that it writes. */
interface Run {
  readonly scope: Scope;
  readonly exposure: Exposure;
  readonly text: string[];
  /** The number of characters written so far. */
  length: number;
}

/** The context that `{{#each}}` or `{{#with}}` sets up for its body, or the names of `{{#set}}`. The outermost frame reads from the scope instead. */
export interface Frame {
  readonly run: Run;
  readonly parent: Frame | undefined;
  readonly context: Value;
  /** `@index`, `@key`, `@first`, `@last`. */
  readonly data: Readonly<Record<string, Value>>;
  /** Values of the block's parameters (`as |item index|`, or the names of `{{#set}}`), in order. */
  readonly parameters: readonly Value[];
  /** The arguments of the enclosing partial (`key=value`). */
  readonly arguments: Readonly<Record<string, Value>>;
}

/** A compiled operand. */
export type Evaluate = (frame: Frame) => Value;
/** A compiled statement: writes its text to the run. */
export type Write = (frame: Frame) => void;

/** Adds text to the output; throws LimitExceeded if it becomes too long. */
export function writeText({ run }: Frame, text: string): void {
  run.length += text.length;
  if (run.length > MAX_TEXT) throw new LimitExceeded("text");
  spendText(text);
  spend(1);
  run.text.push(text);
}

/** The outermost frame of a rendering. */
export function newFrame(scope: Scope): Frame {
  const run = { scope, exposure: { secret: false }, text: [], length: 0 };
  return { run, parent: undefined, context: null, data: {}, parameters: [], arguments: {} };
}

/** The frame `steps` levels outside another. */
export function outerFrame(frame: Frame, steps: number): Frame {
  let current = frame;
  for (let step = 0; step < steps; step++) current = current.parent ?? current;
  return current;
}
