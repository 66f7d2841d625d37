import { isMap, type Value, type ValueMap } from "../../model/value.ts";
import { Misuse, wrongArgument } from "../helper-arguments.ts";
import { spend } from "../limits/budget.ts";
import { textOf } from "../text.ts";
import { define, type LanguageFunction } from "./define.ts";
import { any, many, map, maps, optional, text, texts } from "./parameters.ts";

/** Functions that take maps apart and put them together. */
export const MAPS: readonly LanguageFunction[] = [
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
    name: "items",
    summary: "Lists the entries of a map, each as a map with `key` and `value`.",
    parameters: [map("map")],
    result: "list of maps",
    examples: [{ args: [{ http: 80 }], result: [{ key: "http", value: 80 }] }],
    shallow: true,
    run: (value) => Object.entries(value).map(([key, item]) => ({ key, value: item })),
  }),
  define({
    name: "from_items",
    summary: "Makes a map of a list of entries, whose fields are `key` and `value` or have other names.",
    parameters: [maps("entries"), optional(text("key")), optional(text("value"))],
    result: "map",
    examples: [
      { args: [[{ key: "http", value: 80 }]], result: { http: 80 } },
      { args: [[{ name: "a", port: 1 }], "name", "port"], result: { a: 1 } },
    ],
    run: (entries, key = "key", value = "value") =>
      Object.fromEntries(entries.map((entry) => [entryText(entry, key), entryField(entry, value)])),
  }),
  define({
    name: "combine",
    summary:
      "Combines maps: of equal keys, the last map wins. With `true` at the end, maps inside them are combined, too.",
    parameters: [many(any("map"))],
    result: "map",
    examples: [
      { args: [{ a: 1, b: 2 }, { b: 3 }], result: { a: 1, b: 3 } },
      { args: [{ a: { x: 1 } }, { a: { y: 2 } }, true], result: { a: { x: 1, y: 2 } } },
    ],
    run: (args) => {
      const last = args.at(-1);
      const recursive = typeof last === "boolean" ? last : false;
      const given = typeof last === "boolean" ? args.slice(0, -1) : args;
      const read = given.map((value, position) => {
        if (!isMap(value)) throw wrongArgument("a map", value, position);
        return value;
      });
      return read.reduce<ValueMap>((sum, next) => combined(sum, next, recursive), {});
    },
  }),
  define({
    name: "pick",
    summary: "Returns the entries of a map that have some keys, in their order; keys that the map lacks are left out.",
    parameters: [map("map"), texts("keys")],
    result: "map",
    examples: [{ args: [{ a: 1, b: 2, c: 3 }, ["c", "a"]], result: { c: 3, a: 1 } }],
    shallow: true,
    run: (value, keys) =>
      Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(value, key) ? [[key, value[key] ?? null]] : []))),
  }),
  define({
    name: "without",
    summary: "Returns the entries of a map that do not have some keys.",
    parameters: [map("map"), texts("keys")],
    result: "map",
    examples: [{ args: [{ a: 1, b: 2 }, ["b"]], result: { a: 1 } }],
    shallow: true,
    run: (value, keys) => {
      const left = new Set(keys);
      return Object.fromEntries(Object.entries(value).filter(([key]) => !left.has(key)));
    },
  }),
];

function entryField(entry: ValueMap, name: string): Value {
  const value = Object.hasOwn(entry, name) ? entry[name] : undefined;
  if (value === undefined) throw new Misuse(`needs the field \`${name}\` in each entry`, 0);
  return value;
}

function entryText(entry: ValueMap, name: string): string {
  const written = textOf(entryField(entry, name));
  if (written === undefined) throw new Misuse(`needs a string in the field \`${name}\` of each entry`, 0);
  return written;
}

/** Of two maps, the second wins; a key keeps the place where it was first. */
export function combined(first: ValueMap, second: ValueMap, recursive: boolean): ValueMap {
  const entries = new Map(Object.entries(first));
  for (const [key, value] of Object.entries(second)) {
    spend(1);
    const before = entries.get(key);
    const deep = recursive && before !== undefined && isMap(before) && isMap(value);
    entries.set(key, deep ? combined(before, value, true) : value);
  }
  return Object.fromEntries(entries);
}
