import type { SchemaObject, ValidateFunction } from "ajv";
import { loadFault } from "../../errors/catalogue/load.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import type { Origin } from "../../model/origin.ts";
import { Secret } from "../../model/secret.ts";
import { Unknown } from "../../model/unknown.ts";
import { isList, isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { ArgSchema, ArgsSchema } from "../../module/schema.ts";
import { COMPUTED } from "./data.ts";
import { coerce } from "./coerce.ts";
import { faultsOf } from "./validate.ts";
import { validatorOf } from "./validator.ts";

/** Where the part of the arguments at a path was written. */
type OriginOf = (path: readonly string[]) => Origin | undefined;

/** A module's arguments as JSON Schema: for checking, and for editors. */
export function argsJsonSchema(schema: ArgsSchema): SchemaObject {
  return objectSchema(schema.properties, schema.required, schema.rest ? jsonSchema(schema.rest) : false);
}

function objectSchema(
  properties: ArgsSchema["properties"],
  required: readonly string[],
  rest: SchemaObject | false,
): SchemaObject {
  const entries = Object.entries(properties).map(([name, property]) => [name, jsonSchema(property)] as const);
  return {
    type: "object",
    properties: Object.fromEntries(entries),
    required: [...required],
    additionalProperties: rest,
  };
}

function jsonSchema(schema: ArgSchema): SchemaObject {
  const { description } = schema;
  if (schema.type === "any" || schema.type === "condition") return { description };
  if (schema.type === "array") {
    const limit = schema.minItems === undefined ? {} : { minItems: schema.minItems };
    return { description, type: "array", items: jsonSchema(schema.items), ...limit };
  }
  if (schema.type === "object") {
    const inner = schema.properties
      ? objectSchema(schema.properties, schema.required ?? [], false)
      : { type: "object", additionalProperties: jsonSchema(schema.additionalProperties) };
    return { description, ...inner };
  }
  return scalarSchema(schema);
}

function scalarSchema(schema: ArgSchema): SchemaObject {
  // `source` is ours; everything else in a scalar's schema is JSON Schema's own.
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "source"));
}

const validators = new WeakMap<ArgsSchema, ValidateFunction>();

function validatorFor(schema: ArgsSchema): ValidateFunction {
  const known = validators.get(schema);
  if (known) return known;
  const made = validatorOf(argsJsonSchema(schema));
  validators.set(schema, made);
  return made;
}

/** What is wrong with arguments, as far as they are known: parts that are `COMPUTED` are passed over. */
export function argsFaults(
  module: string,
  schema: ArgsSchema,
  data: Readonly<Record<string, unknown>>,
  at: { readonly origin: OriginOf; readonly keyOrigin: OriginOf },
): Fault[] {
  const modes = modeFaults(schema, data, at.origin);
  const subject = {
    name: `The module ${module}`,
    origin: at.origin,
    keyOrigin: (path: readonly string[], key: string) => at.keyOrigin([...path, key]),
    computed: true,
  };
  const checked = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, isNumericMode(schema, key, value) ? COMPUTED : value]),
  );
  return [
    ...modes,
    ...faultsOf(validatorFor(schema), checked, subject),
    ...setFaults(module, schema, data, at.origin([])),
  ];
}

function isNumericMode(schema: ArgsSchema, key: string, value: unknown): boolean {
  return /(^|_)mode$/.test(key) && typeof value === "number" && key in schema.properties;
}

/** YAML 1.2 reads `0644` as the decimal 644: a mode given as a number is nearly always wrong, so it never counts. */
function modeFaults(schema: ArgsSchema, data: Readonly<Record<string, unknown>>, origin: OriginOf): Fault[] {
  return Object.entries(data).flatMap(([key, value]) =>
    isNumericMode(schema, key, value)
      ? [loadFault("load/unquoted-mode", { key, text: String(value) }, { origin: origin([key]) })]
      : [],
  );
}

function setFaults(
  module: string,
  schema: ArgsSchema,
  data: Readonly<Record<string, unknown>>,
  origin: Origin | undefined,
): Fault[] {
  const known = Object.keys(schema.properties);
  const meant = Object.keys(data).map((key) => (known.includes(key) ? key : nearest(key, known)));
  return (schema.oneOf ?? []).flatMap((set) => {
    const given = set.filter((name) => data[name] !== undefined);
    const misspelt = given.length === 0 && set.some((name) => meant.includes(name));
    return given.length === 1 || misspelt ? [] : [loadFault("load/one-of", { module, set, given }, { origin })];
  });
}

/**
 * Judges arguments whose values are known by now, and fills in the defaults. Secrets and unknown values are passed over.
 * Texts that are what is wanted in another form (`"8080"` from `-e` or a registered result) are converted.
 */
export function checkArgs(module: string, schema: ArgsSchema, args: ValueMap, origin: OriginOf): Outcome<ValueMap> {
  const given = withDefaults(schema.properties, coerceAll(schema, args));
  const data = toPlain(given) as Record<string, unknown>;
  const [first, ...rest] = argsFaults(module, schema, data, { origin, keyOrigin: origin });
  return first ? bad(first, ...rest) : good(given);
}

function coerceAll(schema: ArgsSchema, args: ValueMap): ValueMap {
  const entries = Object.entries(args).map(([key, value]) => {
    const wanted = schema.properties[key] ?? schema.rest;
    return [key, wanted && !isNumericMode(schema, key, value) ? coerce(value, wanted) : value] as const;
  });
  return Object.fromEntries(entries);
}

function withDefaults(properties: ArgsSchema["properties"], args: ValueMap): ValueMap {
  const filled = Object.entries(properties).flatMap(([name, property]) => {
    const value = args[name];
    if (value === undefined) return "default" in property ? [[name, property.default] as const] : [];
    const nested = property.type === "object" && property.properties !== undefined && isMap(value);
    return [[name, nested ? withDefaults(property.properties, value) : value] as const];
  });
  return { ...args, ...Object.fromEntries(filled) };
}

function toPlain(value: Value): unknown {
  if (value instanceof Secret || value instanceof Unknown) return COMPUTED;
  if (isList(value)) return value.map(toPlain);
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toPlain(part)]));
  return value;
}
