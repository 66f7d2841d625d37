import { isList, isMap, type Value, type ValueMap } from "../model/value.ts";
import { describe } from "./describe.ts";
import { textOf } from "./text.ts";

/** What a helper was called with: an argument is evaluated each time it is asked for, so one that is not needed never fails. */
export interface Arguments {
  readonly count: number;
  /** Position from 0. */
  readonly value: (position: number) => Value;
}

/** A helper that was called with what it cannot use; the caller makes a fault of it, with the argument's place. */
export class Misuse extends Error {
  readonly problem: string;
  readonly position: number | undefined;

  constructor(problem: string, position?: number) {
    super(problem);
    this.problem = problem;
    this.position = position;
  }
}

export function valuesOf({ count, value }: Arguments): readonly Value[] {
  return Array.from({ length: count }, (_, position) => value(position));
}

/** The text of an argument: a string, number or boolean; null is the empty text. */
export function textAt(args: Arguments, position: number): string {
  const value = args.value(position);
  const text = textOf(value);
  if (text === undefined) throw wanted("a text", value, position);
  return text;
}

export function numberAt(args: Arguments, position: number): number {
  const value = args.value(position);
  if (typeof value !== "number") throw wanted("a number", value, position);
  return value;
}

export function listAt(args: Arguments, position: number): readonly Value[] {
  const value = args.value(position);
  if (!isList(value)) throw wanted("a list", value, position);
  return value;
}

export function mapAt(args: Arguments, position: number): ValueMap {
  const value = args.value(position);
  if (!isMap(value)) throw wanted("a map", value, position);
  return value;
}

export function wanted(what: string, got: Value, position: number): Misuse {
  return new Misuse(`needs ${what} here and got one that is ${describe(got)}`, position);
}
