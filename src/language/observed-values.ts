import { toJson } from "../model/json.ts";
import { Unknown } from "../model/unknown.ts";
import { isList, isMap, type Value } from "../model/value.ts";
import { compileExpression, type Expression } from "./cel/expression.ts";
import type { Scope } from "./scope-interface.ts";

const MAX_LENGTH = 200;
const MAX_ITEMS = 5;

/** The values that conditions read, to show why they do not hold: one line `PATH: VALUE` for each path, in JSON. */
export function observedValues(conditions: readonly Expression[], scope: Scope): readonly string[] {
  const expressions = new Map(conditions.flatMap((condition) => condition.paths().map((path) => [path, condition])));
  return [...expressions].map(([path, { origin }]) => {
    const compiled = compileExpression(path, origin);
    const value = compiled.ok ? compiled.value.evaluate(scope) : compiled;
    return `${path}: ${value.ok ? show(value.value) : "undefined"}`;
  });
}

function show(value: Value): string {
  return value instanceof Unknown ? `not known: ${value.reason}` : toJson(abridge(value));
}

/** Shortens a value. Long strings are left out, not cut: the mask would not recognize a part of a secret. */
function abridge(value: Value): unknown {
  if (typeof value === "string") return value.length > MAX_LENGTH ? `(${value.length} characters)` : value;
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, abridge(part)]));
  if (!isList(value)) return value;
  const first = value.slice(0, MAX_ITEMS).map(abridge);
  return value.length > first.length ? [...first, `(${value.length - first.length} more)`] : first;
}
