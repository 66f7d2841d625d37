import type { SchemaObject } from "ajv";
import { loadFault } from "../../errors/catalogue/load.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import type { Origin } from "../../model/origin.ts";
import { Secret } from "../../model/secret.ts";
import { Unknown } from "../../model/unknown.ts";
import { isList, isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { ArgSchema, ArgsSchema, Need } from "../../module/schema.ts";
import { COMPUTED } from "./data.ts";
import { coerce } from "./coerce.ts";
import { formatFaults } from "./formats.ts";
import type { Subject } from "./schema-fault.ts";
import { isNumericMode, modeFault } from "./modes.ts";
import { patternFaults, withPatterns } from "./patterns.ts";
import { targetPathFaults } from "./target-paths.ts";
import { faultsOf } from "./validate.ts";
import { validatorOf, type Validator } from "./validator.ts";

/** Where the argument at a path was written. */
type OriginOf = (path: readonly string[]) => Origin | undefined;

/** The JSON Schema of a module's arguments, for validation and for editors. */
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
    const type = schema.split ? ["array", "string"] : "array";
    return { description, type, items: jsonSchema(schema.items), ...limit };
  }
  if (schema.type === "object") {
    const inner = schema.properties
      ? objectSchema(schema.properties, schema.required ?? [], false)
      : { type: "object", additionalProperties: jsonSchema(schema.additionalProperties) };
    return { description, ...inner };
  }
  return scalarSchema(schema);
}

/** The keywords in a scalar's schema that are not part of JSON Schema. */
const OWN_KEYWORDS: ReadonlySet<string> = new Set([
  "source",
  "words",
  "unless",
  "folder",
  "archive",
  "format",
  "regex",
  "search",
  "replaces",
  "receives",
  "except",
]);

function scalarSchema(schema: ArgSchema): SchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !OWN_KEYWORDS.has(key)));
}

const validators = new WeakMap<ArgsSchema, Validator>();

function validatorFor(schema: ArgsSchema): Validator {
  const known = validators.get(schema);
  if (known) return known;
  const created = validatorOf(argsJsonSchema(schema));
  validators.set(schema, created);
  return created;
}

/** The faults of arguments. Values that are `COMPUTED` are not checked. */
export function argsFaults(
  module: string,
  schema: ArgsSchema,
  data: Readonly<Record<string, unknown>>,
  at: { readonly origin: OriginOf; readonly keyOrigin: OriginOf; readonly written?: Subject["written"] },
): Fault[] {
  const modes = Object.entries(data).flatMap(([key, value]) =>
    isNumericMode(schema, key, value)
      ? [modeFault(key, { value, written: at.written?.([key]) }, at.origin([key]))]
      : [],
  );
  const subject = {
    name: `The module ${module}`,
    origin: at.origin,
    keyOrigin: (path: readonly string[], key: string) => at.keyOrigin([...path, key]),
    ...(at.written && { written: at.written }),
    computed: true,
  };
  const checked = Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, isNumericMode(schema, key, value) ? COMPUTED : value]),
  );
  return [
    ...modes,
    ...faultsOf(validatorFor(schema), checked, subject),
    ...formatFaults(schema, data, at.origin),
    ...patternFaults(schema, data, at.origin),
    ...targetPathFaults(schema, data, at.origin),
    ...setFaults(module, schema, data, at.origin([])),
    ...needFaults(module, schema, data, at.origin([])),
  ];
}

/** Reports sets of arguments (`oneOf`) of which not exactly one is given; a misspelt one is reported only as unknown. */
function setFaults(
  module: string,
  schema: ArgsSchema,
  data: Readonly<Record<string, unknown>>,
  origin: Origin | undefined,
): Fault[] {
  const known = Object.keys(schema.properties);
  const intended = Object.keys(data).map((key) => (known.includes(key) ? key : nearest(key, known)));
  return (schema.oneOf ?? []).flatMap((set) => {
    const given = set.filter((name) => data[name] !== undefined);
    const misspelt = given.length === 0 && set.some((name) => intended.includes(name));
    return given.length === 1 || misspelt ? [] : [loadFault("load/one-of", { module, set, given }, { origin })];
  });
}

/** Reports arguments that exclude each other, and those that need another one. */
function needFaults(
  module: string,
  { properties, exclusive = [], needs = [] }: ArgsSchema,
  data: Readonly<Record<string, unknown>>,
  origin: Origin | undefined,
): Fault[] {
  const valueOf = (name: string) => {
    const schema = properties[name];
    return data[name] ?? (schema && "default" in schema ? schema.default : undefined);
  };
  const clashes = exclusive.flatMap((set) => {
    const given = set.filter((name) => data[name] !== undefined);
    return given.length > 1 ? [loadFault("load/one-of", { module, set, given }, { origin })] : [];
  });
  const unmet = needs.filter(({ argument, value, oneOf }) => {
    const holds = value === undefined ? data[argument] !== undefined : valueOf(argument) === value;
    return holds && !oneOf.some((name) => data[name] !== undefined);
  });
  // Several arguments may need the same one: it is missed once.
  const isFirst = ({ oneOf }: Need, index: number) =>
    unmet.findIndex((each) => each.oneOf.join() === oneOf.join()) === index;
  const missing = unmet
    .filter(isFirst)
    .map(({ argument, value, oneOf }) =>
      loadFault("load/argument-needs", { module, argument, value: value ?? "", oneOf }, { origin }),
    );
  return [...clashes, ...missing];
}

/**
 * Checks evaluated arguments and fills in the defaults. Secrets and unknown values are not checked. Strings that spell a value of
 * the expected type are converted (`"8080"` from `-e` or a registered result).
 */
export function checkArgs(module: string, schema: ArgsSchema, args: ValueMap, origin: OriginOf): Outcome<ValueMap> {
  const given = withDefaults(schema.properties, coerceAll(schema, args));
  const data = toPlain(given) as Record<string, unknown>;
  const [first, ...rest] = argsFaults(module, schema, data, { origin, keyOrigin: origin });
  return first ? bad(first, ...rest) : good(withPatterns(schema, given));
}

function coerceAll(schema: ArgsSchema, args: ValueMap): ValueMap {
  const entries = Object.entries(args).map(([key, value]) => {
    const expected = schema.properties[key] ?? schema.rest;
    return [key, expected && !isNumericMode(schema, key, value) ? coerce(value, expected) : value] as const;
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
