import { integerOf } from "../model/value.ts";
import { Misuse } from "./helper-arguments.ts";

type Numeric = number | bigint;
type Operation = "add" | "sub" | "mul";

/** Like the largest double: no result that is meant has more digits. */
const LARGEST = 2n ** 1024n;

const EXACT: Readonly<Record<Operation, (a: bigint, b: bigint) => bigint>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
};

const APPROXIMATE: Readonly<Record<Operation, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
};

/** Adds, subtracts or multiplies. The result of two integers is exact, others are rounded to a double. Throws Misuse if it is too large. */
export function compute(operation: Operation, a: Numeric, b: Numeric): Numeric {
  if (!isInteger(a) || !isInteger(b)) return finite(APPROXIMATE[operation](Number(a), Number(b)));
  const result = EXACT[operation](BigInt(a), BigInt(b));
  if (result >= LARGEST || result <= -LARGEST) throw tooLarge();
  return integerOf(result);
}

/** Divides: exact if the quotient of two integers is an integer, else rounded to a double. Throws Misuse if the divisor is 0. */
export function divide(a: Numeric, b: Numeric): Numeric {
  if (Number(b) === 0) throw new Misuse("cannot divide by zero", 1);
  const exact = isInteger(a) && isInteger(b) && BigInt(a) % BigInt(b) === 0n;
  return exact ? integerOf(BigInt(a) / BigInt(b)) : finite(Number(a) / Number(b));
}

/** The greatest integer that is not above a number. */
export function floor(number: Numeric): Numeric {
  return typeof number === "bigint" ? number : Math.floor(number);
}

/** The smallest or the largest of some numbers, of which there is at least one. */
export function extreme(which: "min" | "max", numbers: readonly Numeric[]): Numeric {
  return numbers.reduce((best, number) => ((which === "min" ? number < best : number > best) ? number : best));
}

function isInteger(number: Numeric): boolean {
  return typeof number === "bigint" || Number.isSafeInteger(number);
}

function finite(number: number): number {
  if (Number.isFinite(number)) return number;
  throw tooLarge();
}

function tooLarge(): Misuse {
  return new Misuse("gives a number that is too large");
}
