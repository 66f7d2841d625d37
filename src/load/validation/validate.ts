import type { ErrorObject, ValidateFunction } from "ajv";
import type { Fault } from "../../errors/fault.ts";
import { keyOriginAt, originAt, toData } from "./data.ts";
import type { Node } from "../yaml/node.ts";
import { isConsequence, schemaFault, type Subject } from "./schema-fault.ts";

/** What is wrong with a node by a schema: one fault a place. */
export function validate(validator: ValidateFunction, node: Node, name: string): Fault[] {
  return faultsOf(validator, toData(node), {
    name,
    origin: (path) => originAt(node, path),
    keyOrigin: (path, key) => keyOriginAt(node, path, key),
  });
}

export function faultsOf(validator: ValidateFunction, data: unknown, subject: Subject): Fault[] {
  if (validator(data)) return [];
  const errors = validator.errors ?? [];
  const seen = new Set<string>();
  return errors.flatMap((error) => {
    const place = `${error.instancePath} ${extraKey(error)}`;
    if (seen.has(place) || isConsequence(error, errors)) return [];
    seen.add(place);
    return schemaFault(error, subject) ?? [];
  });
}

/** Several keys may be missing from one map, or too many in it: each is a place of its own. */
function extraKey(error: ErrorObject): string {
  const { additionalProperty, missingProperty } = error.params as Readonly<Record<string, string | undefined>>;
  return additionalProperty ?? missingProperty ?? "";
}
