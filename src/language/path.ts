import { languageFault } from "../errors/catalogue/language.ts";
import { nearest } from "../errors/nearest.ts";
import type { Origin } from "../model/origin.ts";
import { isList, isMap, type Value } from "../model/value.ts";
import { unreadFactHint } from "./facts/unread.ts";
import { ansibleNameHint, hostvarsHint } from "./jinja/facts.ts";
import { describe } from "./describe.ts";
import { abortWith, requireKnown, requireValue, type EvaluationAborted } from "./evaluation-aborted.ts";
import type { Scope } from "./scope-interface.ts";

/** A field of a map, or an element or the `length` of a list; undefined if it does not exist. */
export function fieldOf(value: Value, name: string): Value | undefined {
  if (isList(value)) {
    if (name === "length") return value.length;
    return /^\d+$/.test(name) ? value[Number(name)] : undefined;
  }
  return isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The field names of a map; none for other values. */
export function fieldsOf(value: Value): readonly string[] {
  return isMap(value) ? Object.keys(value) : [];
}

/** A path as written, for faults. */
interface WrittenPath {
  readonly path: string;
  readonly origin: Origin;
}

/** Follows field names from a value; aborts the evaluation at a missing field or an unknown. */
export function follow(value: Value, parts: readonly string[], written: WrittenPath): Value {
  let current = value;
  for (const part of parts) {
    const next = fieldOf(requireKnown(current), part);
    if (next === undefined) throw noSuchField(current, part, written);
    current = next;
  }
  return current;
}

function noSuchField(value: Value, field: string, { path, origin }: WrittenPath): EvaluationAborted {
  const fields = fieldsOf(value);
  const near = nearest(field, fields);
  return abortWith(
    languageFault(
      "language/no-such-field",
      {
        path,
        field,
        of: describeParent(value),
        fields,
        near,
        instead: hostvarsHint(path) ?? unreadFactHint(field, path),
      },
      { origin },
    ),
  );
}

function describeParent(value: Value): string {
  return isList(value) && value.length > 0 ? `a list of ${value.length}, counted from 0` : describe(value);
}

/** A variable's value; aborts the evaluation if it is not defined. */
export function readVariable(scope: Scope, name: string, origin: Origin): Value {
  const outcome = scope.lookup(name);
  if (outcome) return requireValue(outcome);
  const near = nearest(name, scope.names());
  const instead = ansibleNameHint(name) ?? unreadFactHint(name, "");
  throw abortWith(languageFault("language/undefined", { name, near, instead }, { origin }));
}
