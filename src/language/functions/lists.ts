import { isList, isMap, isNumber, type Value, type ValueMap } from "../../model/value.ts";
import { compute } from "../arithmetic.ts";
import { describe } from "../describe.ts";
import { Misuse, wrongArgument, wrongItem } from "../helper-arguments.ts";
import { spend } from "../limits/budget.ts";
import { fieldOf } from "../path.ts";
import { textOf } from "../text.ts";
import { define, type LanguageFunction } from "./define.ts";
import { any, list, many, maps, optional, text, whole } from "./parameters.ts";
import { distinct, membership, order } from "./sets.ts";

const FURTHEST = 2 ** 31;

/** Functions that take lists apart and put them together. */
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
    name: "first",
    summary: "Returns the first element of a list, or the first character of a string.",
    parameters: [any("list")],
    result: "any",
    examples: [{ args: [["a", "b"]], result: "a" }],
    run: (value) => present(partsOf(value)[0]),
  }),
  define({
    name: "last",
    summary: "Returns the last element of a list, or the last character of a string.",
    parameters: [any("list")],
    result: "any",
    examples: [{ args: [["a", "b"]], result: "b" }],
    run: (value) => present(partsOf(value).at(-1)),
  }),
  define({
    name: "slice",
    summary:
      "Returns a part of a list or a string, from one position up to another, which is left out. Negative positions count from the end.",
    parameters: [any("list"), position("start"), optional(position("end"))],
    result: "list or string",
    examples: [
      { args: [["a", "b", "c", "d"], 1, 3], result: ["b", "c"] },
      { args: ["abcd", -2], result: "cd" },
    ],
    run: (value, start, end) => likeOriginal(value, partsOf(value).slice(start, end)),
  }),
  define({
    name: "reverse",
    summary: "Returns a list or a string in reverse order.",
    parameters: [any("list")],
    result: "list or string",
    examples: [{ args: [[1, 2, 3]], result: [3, 2, 1] }],
    run: (value) => likeOriginal(value, partsOf(value).toReversed()),
  }),
  define({
    name: "contains",
    summary: "Returns whether a string contains another one, a list an element, or a map a key.",
    parameters: [any("value"), any("part")],
    result: "boolean",
    examples: [
      { args: ["debian", "deb"], result: true },
      { args: [["a", "b"], "c"], result: false },
    ],
    run: contains,
  }),
  define({
    name: "sort",
    summary: "Sorts a list of numbers or of strings, which are compared without case. Equal elements keep their order.",
    parameters: [list("list")],
    result: "list",
    examples: [
      { args: [[10, 9, 1]], result: [1, 9, 10] },
      { args: [["b", "C", "a"]], result: ["a", "b", "C"] },
    ],
    run: (items) => sorted(items, (item) => item),
  }),
  define({
    name: "sort_by",
    summary:
      "Sorts a list of maps by a field, or by one inside others (`a.b`). Elements with equal fields keep their order.",
    parameters: [maps("list"), text("field")],
    result: "list of maps",
    examples: [{ args: [[{ n: 2 }, { n: 1 }], "n"], result: [{ n: 1 }, { n: 2 }] }],
    run: (items, field) => sorted(items, (item) => fieldAt(item as ValueMap, field)),
  }),
  define({
    name: "group",
    summary: "Groups a list of maps by a field: a map from each of its values to the list of elements that have it.",
    parameters: [maps("list"), text("field")],
    result: "map",
    examples: [
      {
        args: [
          [
            { rack: "b", id: 1 },
            { rack: "a", id: 2 },
            { rack: "b", id: 3 },
          ],
          "rack",
        ],
        result: {
          b: [
            { rack: "b", id: 1 },
            { rack: "b", id: 3 },
          ],
          a: [{ rack: "a", id: 2 }],
        },
      },
    ],
    run: group,
  }),
  define({
    name: "groupby",
    summary:
      "Groups a list of maps by a field: pairs of each of its values and the list of elements that have it, sorted by value.",
    parameters: [maps("list"), text("field")],
    result: "list of pairs",
    examples: [
      {
        args: [[{ rack: "b" }, { rack: "a" }], "rack"],
        result: [
          ["a", [{ rack: "a" }]],
          ["b", [{ rack: "b" }]],
        ],
      },
    ],
    run: groupPairs,
  }),
  define({
    name: "unique",
    summary: "Leaves out the elements of a list that are equal to an earlier one.",
    parameters: [list("list")],
    result: "list",
    examples: [{ args: [[3, 1, 3, "1"]], result: [3, 1, "1"] }],
    run: distinct,
  }),
  define({
    name: "union",
    summary: "Lists the elements of several lists, each once.",
    parameters: [many(list("list"))],
    result: "list",
    examples: [
      {
        args: [
          [1, 2, 2],
          [2, 3],
        ],
        result: [1, 2, 3],
      },
    ],
    run: (lists) => distinct(lists.flat()),
  }),
  define({
    name: "intersect",
    summary: "Lists the elements of the first list that the second one has, too, each once.",
    parameters: [list("list"), list("other")],
    result: "list",
    examples: [
      {
        args: [
          [1, 2, 2, 3],
          [2, 3, 4],
        ],
        result: [2, 3],
      },
    ],
    run: (items, other) => distinct(items.filter(membership(other))),
  }),
  define({
    name: "difference",
    summary: "Lists the elements of the first list that the second one does not have, each once.",
    parameters: [list("list"), list("other")],
    result: "list",
    examples: [{ args: [[1, 1, 2], [2]], result: [1] }],
    run: (items, other) => {
      const isInOther = membership(other);
      return distinct(items.filter((item) => !isInOther(item)));
    },
  }),
  define({
    name: "symmetric_difference",
    summary: "Lists the elements that only one of two lists has, each once.",
    parameters: [list("list"), list("other")],
    result: "list",
    examples: [
      {
        args: [
          [1, 2, 2],
          [2, 3],
        ],
        result: [1, 3],
      },
    ],
    run: (items, other) => {
      const [isInFirst, isInOther] = [membership(items), membership(other)];
      return distinct([...items.filter((item) => !isInOther(item)), ...other.filter((item) => !isInFirst(item))]);
    },
  }),
  define({
    name: "flatten",
    summary: "Puts the elements of inner lists in their place, down to a number of levels (1); -1 means all levels.",
    parameters: [list("list"), optional(whole("levels", -1, 100))],
    result: "list",
    examples: [
      { args: [[[1, 2], [3, [4]], 5]], result: [1, 2, 3, [4], 5] },
      { args: [[1, [2, [3, [4]]]], -1], result: [1, 2, 3, 4] },
    ],
    run: (value, levels = 1) => flatten(value, levels),
  }),
  define({
    name: "zip",
    summary:
      "Lists the first elements of several lists, then the second ones, and so on, up to the end of the shortest.",
    parameters: [many(list("list"))],
    result: "list of lists",
    examples: [
      {
        args: [
          [1, 2, 3],
          ["a", "b"],
        ],
        result: [
          [1, "a"],
          [2, "b"],
        ],
      },
    ],
    run: (lists) => {
      const count = Math.min(...lists.map((items) => items.length));
      spend(count * lists.length);
      return Array.from({ length: count }, (_, index) => lists.map((items) => items[index] ?? null));
    },
  }),
  define({
    name: "product",
    summary: "Lists all combinations of one element of each list.",
    parameters: [many(list("list"))],
    result: "list of lists",
    examples: [
      {
        args: [
          ["a", "b"],
          [1, 2],
        ],
        result: [
          ["a", 1],
          ["a", 2],
          ["b", 1],
          ["b", 2],
        ],
      },
    ],
    run: (lists) => {
      spend(lists.reduce((count, items) => count * items.length, lists.length));
      return lists.reduce<Value[][]>((rows, items) => rows.flatMap((row) => items.map((item) => [...row, item])), [[]]);
    },
  }),
  define({
    name: "subelements",
    summary: "Pairs each element of a list of maps with each element of the list in one of its fields.",
    parameters: [maps("list"), text("field")],
    result: "list of pairs",
    examples: [
      {
        args: [[{ name: "a", keys: [1, 2] }], "keys"],
        result: [
          [{ name: "a", keys: [1, 2] }, 1],
          [{ name: "a", keys: [1, 2] }, 2],
        ],
      },
    ],
    run: (items, field) =>
      items.flatMap((item) => {
        const inner = fieldAt(item, field);
        if (!isList(inner)) throw new Misuse(`needs a list in the field \`${field}\`, which is ${describe(inner)}`, 0);
        spend(inner.length);
        return inner.map((each) => [item, each]);
      }),
  }),
  define({
    name: "sum",
    summary: "Adds the numbers of a list, or those in a field of its maps.",
    parameters: [list("list"), optional(text("field"))],
    result: "number",
    examples: [
      { args: [[1, 2, 3]], result: 6 },
      { args: [[{ n: 1 }, { n: 2 }], "n"], result: 3 },
    ],
    run: (items, field) =>
      items.reduce<number | bigint>((total, item) => {
        const value = field === undefined ? item : isMap(item) ? fieldAt(item, field) : item;
        if (!isNumber(value)) throw wrongItem("a list of numbers", value, 0);
        return compute("add", total, value);
      }, 0),
  }),
];

function position(name: string) {
  return whole(name, -FURTHEST, FURTHEST);
}

function lengthOf(value: Value): number {
  if (isList(value)) return value.length;
  if (isMap(value)) return Object.keys(value).length;
  if (typeof value === "string") return Array.from(value).length;
  throw wrongArgument("a list, a map or a string", value, 0);
}

/** The elements of a list, or the characters of a string. */
function partsOf(value: Value): readonly Value[] {
  if (isList(value)) return value;
  if (typeof value === "string") return Array.from(value);
  throw wrongArgument("a list or a string", value, 0);
}

function likeOriginal(original: Value, parts: readonly Value[]): Value {
  return typeof original === "string" ? parts.map((part) => textOf(part) ?? "").join("") : parts;
}

function present(value: Value | undefined): Value {
  if (value === undefined) throw new Misuse("needs at least one element", 0);
  return value;
}

function contains(value: Value, part: Value): boolean {
  if (isList(value)) return membership(value)(part);
  if (typeof value === "string") return value.includes(textOf(part) ?? "\0");
  if (isMap(value)) return Object.hasOwn(value, textOf(part) ?? "\0");
  throw wrongArgument("a list, a map or a string", value, 0);
}

function fieldAt(item: ValueMap, path: string): Value {
  const value = path
    .split(".")
    .reduce<Value | undefined>((at, name) => (at === undefined ? at : fieldOf(at, name)), item);
  if (value === undefined) throw new Misuse(`finds no field \`${path}\` in one of the elements`, 1);
  return value;
}

const STEPS_TO_COMPARE = 16;

function sorted(items: readonly Value[], keyOf: (item: Value) => Value): Value[] {
  spend(items.length * STEPS_TO_COMPARE);
  const keyed = items.map((item) => ({ item, key: keyOf(item) }));
  return keyed.sort((a, b) => compareKeys(a.key, b.key)).map(({ item }) => item);
}

function compareKeys(a: Value, b: Value): number {
  const result = order(a, b);
  if (result === undefined) throw new Misuse(`cannot compare ${describe(a)} with ${describe(b)}`, 0);
  return result;
}

function grouped(items: readonly ValueMap[], field: string): ReadonlyMap<string, { key: Value; members: ValueMap[] }> {
  const groups = new Map<string, { key: Value; members: ValueMap[] }>();
  for (const item of items) {
    const key = fieldAt(item, field);
    const name = textOf(key);
    if (name === undefined) throw new Misuse(`needs a string or a number in the field \`${field}\``, 0);
    const known = groups.get(name);
    if (known) known.members.push(item);
    else groups.set(name, { key, members: [item] });
  }
  return groups;
}

function group(items: readonly ValueMap[], field: string): ValueMap {
  return Object.fromEntries([...grouped(items, field)].map(([name, { members }]) => [name, members]));
}

function groupPairs(items: readonly ValueMap[], field: string): Value {
  const groups = [...grouped(items, field).values()].sort((a, b) => compareKeys(a.key, b.key));
  return groups.map(({ key, members }) => [key, members]);
}

const STEPS_TO_MOVE = 4;

function flatten(value: readonly Value[], levels: number): Value[] {
  spend(value.length * STEPS_TO_MOVE);
  if (levels === 0) return [...value];
  return value.flatMap((item) => (isList(item) ? flatten(item, levels - 1) : [item]));
}
