import { nearest } from "../../errors/nearest.ts";
import { Secret } from "../../model/secret.ts";
import { Unknown } from "../../model/unknown.ts";
import { isList, isMap, isNumber, type Value, type ValueMap } from "../../model/value.ts";
import { describeFound } from "../validation/wording.ts";
import type { Specs, SpecType, VariableSpec } from "./spec.ts";

/** A violation: `NAME must be EXPECTED, but is FOUND`. */
export interface Violation {
  /** Keys and indices that lead to the violating part of the value. */
  readonly path: readonly string[];
  readonly expected: string;
  readonly found: string;
  /** What to write instead, as a sentence. */
  readonly hint: string;
}

/** The first violation in a value; undefined if there is none, or if the value is not known yet. */
export function violationOf(spec: VariableSpec, value: Value, path: readonly string[] = []): Violation | undefined {
  if (value instanceof Unknown) return undefined;
  if (value === null && !spec.required && path.length > 0) return undefined;
  if (value instanceof Secret)
    return isText(spec.type) || spec.type === "raw" ? undefined : violation(spec, value, path);
  if (!hasType(spec.type, value) || !isAllowed(spec, value)) return violation(spec, value, path);
  if (isList(value) && spec.elements) return firstInItems(spec.elements, value, path);
  return isMap(value) && spec.options ? firstInKeys(spec.options, value, path) : undefined;
}

function firstInItems(elements: VariableSpec, items: readonly Value[], path: readonly string[]): Violation | undefined {
  return first(items.map((item, index) => () => violationOf(elements, item, [...path, String(index)])));
}

function firstInKeys(options: Specs, map: ValueMap, path: readonly string[]): Violation | undefined {
  const unknown = Object.keys(map).find((key) => !options.has(key));
  if (unknown !== undefined) return unknownKey(unknown, options, path);
  return first(
    [...options].map(([key, spec]) => () => {
      const value = map[key];
      if (value !== undefined) return violationOf(spec, value, [...path, key]);
      return spec.required ? missingKey(key, path) : undefined;
    }),
  );
}

function first(checks: readonly (() => Violation | undefined)[]): Violation | undefined {
  for (const check of checks) {
    const found = check();
    if (found) return found;
  }
  return undefined;
}

function unknownKey(key: string, options: Specs, path: readonly string[]): Violation {
  const near = nearest(key, options.keys());
  const keys = [...options.keys()].join(", ");
  const hint = near === undefined ? `Remove \`${key}\`.` : `Did you mean \`${near}\`?`;
  return {
    path,
    expected: `a map with no keys but ${keys}`,
    found: `a map with the key \`${key}\``,
    hint,
  };
}

function missingKey(key: string, path: readonly string[]): Violation {
  return { path, expected: `a map with the key \`${key}\``, found: "a map without it", hint: `Add \`${key}\`.` };
}

function violation(spec: VariableSpec, value: Value, path: readonly string[]): Violation {
  const expected = expectation(spec);
  const found = spec.noLog || value instanceof Secret ? "a secret" : describeFound(value);
  return { path, expected, found, hint: hintFor(spec, value) ?? `Write ${expected}.` };
}

function hintFor({ type, choices }: VariableSpec, value: Value): string | undefined {
  if (typeof value === "string") {
    const near = choices && nearest(value, choices.map(String));
    if (near !== undefined) return `Did you mean \`${near}\`?`;
    if (type === "bool" && /^(true|yes|on|y)$/i.test(value)) return "Write true, without quotes.";
    if (type === "bool" && /^(false|no|off|n)$/i.test(value)) return "Write false, without quotes.";
  }
  return isText(type) && typeof value === "boolean" ? `Quote it: "${value}".` : undefined;
}

const isText = (type: SpecType): boolean => type === "str" || type === "path";

/** Numbers may be written as strings, and strings as numbers, as in Ansible. */
function hasType(type: SpecType, value: Value): boolean {
  switch (type) {
    case "raw":
      return true;
    case "str":
    case "path":
      return typeof value === "string" || isNumber(value);
    case "int":
      return numberIn(value) !== undefined && /^[+-]?\d+$/.test(textOf(value).trim());
    case "float":
      return numberIn(value) !== undefined;
    case "bool":
      return typeof value === "boolean";
    case "list":
      return isList(value);
    case "dict":
      return isMap(value);
  }
}

/** The number that a value is, or that a string spells. */
function numberIn(value: Value): number | undefined {
  if (isNumber(value)) return Number(value);
  if (typeof value !== "string" || !/^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) return undefined;
  return Number(value);
}

function isAllowed({ choices, format, minimum = -Infinity, maximum = Infinity }: VariableSpec, value: Value): boolean {
  if (choices && !choices.some((choice) => String(choice) === textOf(value))) return false;
  if (format && !format.pattern.test(textOf(value))) return false;
  const number = minimum === -Infinity && maximum === Infinity ? undefined : numberIn(value);
  return number === undefined || (number >= minimum && number <= maximum);
}

/** Lists and maps have no text, so they match no choice and no format. */
const textOf = (value: Value): string => (typeof value === "object" ? "" : String(value));

const TYPES: Readonly<Record<SpecType, string>> = {
  str: "a string",
  path: "a path",
  int: "a whole number",
  float: "a number",
  bool: "true or false",
  list: "a list",
  dict: "a map",
  raw: "any value",
};

/** What a specification demands, in words that follow "must be". */
export function expectation({ type, choices, format, minimum, maximum }: VariableSpec): string {
  if (choices) return choices.length === 1 ? String(choices[0]) : `one of ${choices.map(String).join(", ")}`;
  if (format) return format.words;
  const base = TYPES[type];
  if (minimum !== undefined && maximum !== undefined) return `${base} from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${base} of at least ${minimum}`;
  return maximum === undefined ? base : `${base} of at most ${maximum}`;
}
