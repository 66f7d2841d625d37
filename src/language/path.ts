import { languageFault } from "../errors/catalogue/language.ts";
import { nearest } from "../errors/nearest.ts";
import type { Origin } from "../model/origin.ts";
import { isList, isMap, type Value } from "../model/value.ts";
import { describe } from "./describe.ts";
import { abortWith, known, valueOf, type EvaluationAborted } from "./evaluation-aborted.ts";
import type { Scope } from "./scope-interface.ts";

/** A field of a map, an element or the `length` of a list; undefined where there is none. */
export function fieldOf(value: Value, name: string): Value | undefined {
  if (isList(value)) {
    if (name === "length") return value.length;
    return /^\d+$/.test(name) ? value[Number(name)] : undefined;
  }
  return isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function fieldsOf(value: Value): readonly string[] {
  return isMap(value) ? Object.keys(value) : [];
}

/** Walks from a value along field names; a missing one, or something unknown on the way, ends the evaluation. */
export function follow(value: Value, parts: readonly string[], path: string, origin: Origin): Value {
  let current = value;
  for (const part of parts) {
    const next = fieldOf(known(current), part);
    if (next === undefined) throw noSuchField(current, part, path, origin);
    current = next;
  }
  return current;
}

function noSuchField(value: Value, field: string, path: string, origin: Origin): EvaluationAborted {
  const fields = fieldsOf(value);
  const near = nearest(field, fields);
  return abortWith(languageFault("language/no-such-field", { path, of: contents(value), fields, near }, { origin }));
}

function contents(value: Value): string {
  return isList(value) && value.length > 0 ? `a list of ${value.length}, counted from 0` : describe(value);
}

/** A variable's value; a name that is nowhere ends the evaluation. */
export function variable(scope: Scope, name: string, origin: Origin): Value {
  const outcome = scope.lookup(name);
  if (outcome) return valueOf(outcome);
  const near = nearest(name, scope.names());
  throw abortWith(languageFault("language/undefined", { name, near }, { origin }));
}
