import { isNumber, type Value } from "../../model/value.ts";
import { extreme, floor } from "../arithmetic.ts";
import { Misuse, wrongArgument, wrongItem } from "../helper-arguments.ts";
import { spend } from "../limits/budget.ts";
import { define, type LanguageFunction } from "./define.ts";
import { any, many, number, optional, whole } from "./parameters.ts";

const MAX_RANGE = 100_000;
const MAX_BOUND = 2 ** 31;

/** Functions that compute numbers. */
export const NUMBERS: readonly LanguageFunction[] = [
  define({
    name: "floor",
    summary: "Rounds a number down to a whole number.",
    parameters: [number("value")],
    result: "whole number",
    examples: [{ args: [2.5], result: 2 }],
    run: floor,
  }),
  define({
    name: "min",
    summary: "Returns the smallest of several numbers or strings, or of a list of them.",
    parameters: [many(any("value"))],
    result: "number or string",
    examples: [
      { args: [2, 3], result: 2 },
      { args: [["b", "a"]], result: "a" },
    ],
    run: (values) => smallestOrLargest("min", values),
  }),
  define({
    name: "max",
    summary: "Returns the largest of several numbers or strings, or of a list of them.",
    parameters: [many(any("value"))],
    result: "number or string",
    examples: [{ args: [[1, 5, 2]], result: 5 }],
    run: (values) => smallestOrLargest("max", values),
  }),
  define({
    name: "range",
    summary:
      "Lists the whole numbers from 0, or from a first number, up to a last one, which is left out; in steps of 1, or of a third number.",
    parameters: [bound("from_or_to"), optional(bound("to")), optional(bound("step"))],
    result: "list of numbers",
    examples: [
      { args: [3], result: [0, 1, 2] },
      { args: [8, 1, -3], result: [8, 5, 2] },
    ],
    run: (first, to, step = 1) => (to === undefined ? range(0, first, step) : range(first, to, step)),
  }),
];

function bound(name: string) {
  return whole(name, -MAX_BOUND, MAX_BOUND);
}

function range(from: number, to: number, step: number): number[] {
  if (step === 0) throw new Misuse("needs a step that is not 0", 2);
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (count > MAX_RANGE) throw new Misuse(`makes lists of at most ${MAX_RANGE} numbers, not ${count}`);
  spend(count);
  return Array.from({ length: count }, (_, index) => from + index * step);
}

function smallestOrLargest(which: "min" | "max", args: readonly Value[]): Value {
  const [first] = args;
  const items = args.length === 1 && Array.isArray(first) ? (first as readonly Value[]) : undefined;
  const values = items ?? args;
  if (args.length === 1 && !items) throw wrongArgument("a list", first ?? null, 0);
  if (values.length === 0) throw new Misuse("needs at least one number", 0);
  const isText = typeof values[0] === "string";
  const wrong = values.findIndex((value) => (isText ? typeof value !== "string" : !isNumber(value)));
  const value = values[wrong];
  if (value !== undefined) {
    if (items) throw wrongItem(isText ? "a list of strings" : "a list of numbers or a list of strings", value, 0);
    throw wrongArgument(isText ? "a string, like the first argument," : "a number", value, wrong);
  }
  if (!isText) return extreme(which, values.filter(isNumber));
  const texts = values.filter((each) => typeof each === "string");
  return texts.reduce((best, each) => ((which === "min" ? each < best : each > best) ? each : best));
}
