import type { ErrorObject, ValidateFunction } from "ajv";
import { loadFault } from "../errors/catalogue/load.ts";
import type { Fault } from "../errors/fault.ts";
import { nearest } from "../errors/nearest.ts";
import type { Origin } from "../model/origin.ts";
import { COMPUTED, keyOriginAt, originAt, toData, TOLD } from "./data.ts";
import type { Node } from "./node.ts";
import { describeFound, describeTypes, hintFor, typeName } from "./wording.ts";

/** What errors are told with: the thing that is judged, in words, and where its parts were written. */
export interface Subject {
  /** "A play", "The module copy" … */
  readonly name: string;
  readonly origin: (path: readonly string[]) => Origin | undefined;
  readonly keyOrigin: (path: readonly string[], key: string) => Origin | undefined;
  /** Whether anything may be computed, also where the schema does not say so. */
  readonly computed?: boolean;
}

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
  const seen = new Set<string>();
  return (validator.errors ?? []).flatMap((error) => {
    const extra = (error.params as Params).additionalProperty ?? (error.params as Params).missingProperty ?? "";
    const place = `${error.instancePath} ${extra}`;
    if (seen.has(place)) return [];
    seen.add(place);
    return toFault(error, subject) ?? [];
  });
}

interface Params {
  readonly additionalProperty?: string;
  readonly missingProperty?: string;
  readonly allowedValues?: readonly unknown[];
  readonly limit?: number;
}

interface ParentSchema {
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly computed?: boolean;
  readonly laterTypes?: Readonly<Record<string, string>>;
  readonly later?: string;
  readonly properties?: Readonly<Record<string, { readonly later?: string }>>;
}

function toFault(error: ErrorObject, subject: Subject): Fault | undefined {
  // `verbose` gives every error the schema it broke; `params` has what its keyword says it has.
  const schema = (error.parentSchema ?? {}) as ParentSchema;
  const params = error.params as Params;
  const path = pathOf(error.instancePath);
  const name = schema.title ?? subject.name;
  const origin = subject.origin(path);
  if (error.data === TOLD) return undefined;
  if (error.data === COMPUTED) {
    if (schema.computed || subject.computed) return undefined;
    return loadFault("load/literal-wanted", { what: whatAt(path, subject) }, { origin });
  }
  if (params.additionalProperty !== undefined) {
    return unknownKey(params.additionalProperty, name, schema, subject.keyOrigin(path, params.additionalProperty));
  }
  if (error.keyword === "required")
    return loadFault("load/missing-key", { key: params.missingProperty ?? "", of: name }, { origin });
  if (error.keyword === "later") return later(path, schema.later ?? "", subject);
  const what = whatAt(path, subject);
  if (error.keyword === "type") return wrongType(error.data, what, schema, origin);
  return loadFault("load/wrong-value", { what, rule: ruleOf(error), found: describeFound(error.data) }, { origin });
}

function unknownKey(key: string, of: string, schema: ParentSchema, origin: Origin | undefined): Fault {
  const known = Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    property.later === undefined ? [name] : [],
  );
  return loadFault("load/unknown-key", { key, of, near: nearest(key, known), known }, { origin });
}

function later(path: readonly string[], instead: string, subject: Subject): Fault {
  const key = path.at(-1) ?? "";
  return loadFault(
    "load/not-supported",
    { what: `\`${key}\``, instead },
    { origin: subject.keyOrigin(path.slice(0, -1), key) },
  );
}

function wrongType(data: unknown, what: string, schema: ParentSchema, origin: Origin | undefined): Fault {
  const instead = schema.laterTypes?.[typeName(data)];
  if (instead !== undefined) {
    return loadFault("load/not-supported", { what: `${what} as ${describeFound(data)}`, instead }, { origin });
  }
  const types = [schema.type ?? []].flat();
  const parameters = { what, expected: describeTypes(types), found: describeFound(data), hint: hintFor(data, types) };
  return loadFault("load/wrong-type", parameters, { origin });
}

function ruleOf(error: ErrorObject): string {
  const params = error.params as Params;
  if (params.allowedValues)
    return `must be one of ${params.allowedValues.map((value) => JSON.stringify(value)).join(", ")}`;
  if (error.keyword === "minLength" || error.keyword === "minItems") return "must not be empty";
  return error.message ?? "is not allowed";
}

function whatAt(path: readonly string[], subject: Subject): string {
  const keys = path.filter((step) => !/^\d+$/.test(step));
  const last = path.at(-1);
  if (last === undefined) return subject.name;
  const key = keys.at(-1);
  return /^\d+$/.test(last) ? `An item of ${key === undefined ? subject.name : `\`${key}\``}` : `\`${last}\``;
}

function pathOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
