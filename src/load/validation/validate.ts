import type { ErrorObject } from "ajv";
import type { Fault } from "../../errors/fault.ts";
import { keyOriginAt, originAt, toData, writtenAt } from "./data.ts";
import type { Node } from "../yaml/node.ts";
import { isConsequence, schemaFault, type Subject } from "./schema-fault.ts";
import type { Validator } from "./validator.ts";

/** Validates a node with a schema; returns at most one fault per position. */
export function validate(validator: Validator, node: Node, name: string): Fault[] {
  return faultsOf(validator, toData(node), {
    name,
    origin: (path) => originAt(node, path),
    written: (path) => writtenAt(node, path),
    keyOrigin: (path, key) => keyOriginAt(node, path, key),
  });
}

/** Validates plain data with a schema; returns at most one fault per position. */
export function faultsOf(validator: Validator, data: unknown, subject: Subject): Fault[] {
  const errors = validator(data);
  if (errors.length === 0) return [];
  const reported = new Set<string>();
  return errors.flatMap((error) => {
    const place = `${error.instancePath} ${extraKey(error)}`;
    if (reported.has(place) || isConsequence(error, errors)) return [];
    reported.add(place);
    return schemaFault(error, subject) ?? [];
  });
}

/** The missing or unknown key of an error: several errors can have the same map, each for another key. */
function extraKey(error: ErrorObject): string {
  const { additionalProperty, missingProperty } = error.params as Readonly<Record<string, string | undefined>>;
  return additionalProperty ?? missingProperty ?? "";
}
