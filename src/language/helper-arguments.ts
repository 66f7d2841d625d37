import { isNumber, type Value } from "../model/value.ts";
import { describe } from "./describe.ts";
import type { Scope } from "./scope-interface.ts";
import { textOf } from "./text.ts";

/** The arguments of a helper call. Each is evaluated only when the helper reads it, so an unused argument never fails. */
export interface Arguments {
  readonly count: number;
  readonly scope: Scope;
  /** Position from 0. */
  readonly value: (position: number) => Value;
}

/** Thrown by a helper or block that cannot use an argument; the caller turns it into a fault at the argument's position. */
export class Misuse extends Error {
  readonly problem: string;
  readonly position: number | undefined;

  constructor(problem: string, position?: number) {
    super(problem);
    this.problem = problem;
    this.position = position;
  }
}

/** The values of all arguments. */
export function valuesOf({ count, value }: Arguments): readonly Value[] {
  return Array.from({ length: count }, (_, position) => value(position));
}

/** The text of an argument: a string, number or boolean; null is the empty string. */
export function textAt(args: Arguments, position: number): string {
  const value = args.value(position);
  const text = textOf(value);
  if (text === undefined) throw wrongArgument("a string", value, position);
  return text;
}

/** An argument that must be a number. */
export function numberAt(args: Arguments, position: number): number | bigint {
  const value = args.value(position);
  if (!isNumber(value)) throw wrongArgument("a number", value, position);
  return value;
}

/** The misuse of an argument that is not what the helper expects. */
export function wrongArgument(expected: string, actual: Value, position: number): Misuse {
  return new Misuse(`needs ${expected} here, but the argument is ${describe(actual)}`, position);
}

/** Like `wrongArgument`, for an item of a list argument. */
export function wrongItem(expected: string, actual: Value, position: number): Misuse {
  return new Misuse(`needs ${expected} here, but one of its items is ${describe(actual)}`, position);
}
