import { Unknown } from "../model/unknown.ts";
import { isList, isMap, type Value } from "../model/value.ts";
import { compileExpression, type Expression } from "./cel/expression.ts";
import type { Scope } from "./scope-interface.ts";

const LONGEST_TEXT = 200;
const MOST_ITEMS = 5;

/** What conditions looked at, for whoever has to find out why they do not hold: a line `PATH: VALUE` each, as JSON. */
export function observedValues(conditions: readonly Expression[], scope: Scope): readonly string[] {
  const expressions = new Map(conditions.flatMap((condition) => condition.paths().map((path) => [path, condition])));
  return [...expressions].map(([path, { origin }]) => {
    const compiled = compileExpression(path, origin);
    const value = compiled.ok ? compiled.value.evaluate(scope) : compiled;
    return `${path}: ${value.ok ? shown(value.value) : "not there"}`;
  });
}

function shown(value: Value): string {
  return value instanceof Unknown ? `not known: ${value.reason}` : JSON.stringify(abridged(value));
}

/** Short enough to be read. No text is cut: its part could be a secret's, which only the whole of is known by. */
function abridged(value: Value): unknown {
  if (typeof value === "string") return value.length > LONGEST_TEXT ? `(${value.length} characters)` : value;
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, abridged(part)]));
  if (!isList(value)) return value;
  const first = value.slice(0, MOST_ITEMS).map(abridged);
  return value.length > first.length ? [...first, `(${value.length - first.length} more)`] : first;
}
