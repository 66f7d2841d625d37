import { isList, isMap, type Value } from "../../model/value.ts";
import { wrongArgument } from "../helper-arguments.ts";
import { spend } from "../limits/budget.ts";
import { define, type LanguageFunction } from "./define.ts";
import { any, list, map, optional, whole } from "./parameters.ts";

/** Functions that take lists or maps apart and put them together. */
export const LISTS: readonly LanguageFunction[] = [
  define({
    name: "length",
    summary: "Counts the elements of a list, the keys of a map or the characters of a string.",
    parameters: [any("value")],
    result: "whole number",
    examples: [{ args: [["a", "b"]], result: 2 }],
    shallow: true,
    run: lengthOf,
  }),
  define({
    name: "keys",
    summary: "Lists the keys of a map.",
    parameters: [map("map")],
    result: "list of strings",
    examples: [{ args: [{ http: 80, https: 443 }], result: ["http", "https"] }],
    shallow: true,
    run: (value) => Object.keys(value),
  }),
  define({
    name: "values",
    summary: "Lists the values of a map.",
    parameters: [map("map")],
    result: "list",
    examples: [{ args: [{ http: 80, https: 443 }], result: [80, 443] }],
    shallow: true,
    run: (value) => Object.values(value),
  }),
  define({
    name: "flatten",
    summary:
      "Puts the elements of inner lists in their place, down to a number of levels (1); a negative one means all levels.",
    parameters: [list("list"), optional(whole("levels", -1, 100))],
    result: "list",
    examples: [
      { args: [[[1, 2], [3, [4]], 5]], result: [1, 2, 3, [4], 5] },
      { args: [[1, [2, [3, [4]]]], -1], result: [1, 2, 3, 4] },
    ],
    run: (value, levels = 1) => flatten(value, levels),
  }),
];

function lengthOf(value: Value): number {
  if (isList(value)) return value.length;
  if (isMap(value)) return Object.keys(value).length;
  if (typeof value === "string") return Array.from(value).length;
  throw wrongArgument("a list, a map or a string", value, 0);
}

const STEPS_TO_MOVE = 4;

function flatten(value: readonly Value[], levels: number): Value[] {
  spend(value.length * STEPS_TO_MOVE);
  return value.flatMap((item) => (isList(item) ? (levels === 1 ? [...item] : flatten(item, levels - 1)) : [item]));
}
