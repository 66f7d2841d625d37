import type { ErrorObject } from "ajv";
import { loadFault } from "../../errors/catalogue/load.ts";
import { editAt } from "../../errors/edit.ts";
import type { Fault } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import type { Origin } from "../../model/origin.ts";
import { COMPUTED, REPORTED } from "./data.ts";
import { describeFound, describeTypes, hintFor, literalFor, typeName } from "./wording.ts";

/** The validated value: its name in messages, and where its parts were written. */
export interface Subject {
  /** "A play", "The module copy" … */
  readonly name: string;
  readonly origin: (path: readonly string[]) => Origin | undefined;
  readonly keyOrigin: (path: readonly string[], key: string) => Origin | undefined;
  /** The spelling of a number at a path, if it is not the usual one. */
  readonly written?: (path: readonly string[]) => string | undefined;
  /** Whether all values may be computed, even if the schema does not allow it. */
  readonly computed?: boolean;
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
  readonly unsupportedTypes?: Readonly<Record<string, string>>;
  readonly unsupportedValues?: Readonly<Record<string, string>>;
  readonly unsupported?: string;
  readonly rule?: string;
  readonly hint?: string;
  readonly properties?: Readonly<Record<string, { readonly unsupported?: string }>>;
}

/** The fault for a schema error; undefined if the value may be computed or its fault has already been reported. */
export function schemaFault(error: ErrorObject, subject: Subject): Fault | undefined {
  // With the option `verbose`, every error has the schema that it violates. The keyword determines the type of `params`.
  const schema = (error.parentSchema ?? {}) as ParentSchema;
  const params = error.params as Params;
  const path = pathOf(error.instancePath);
  const name = schema.title ?? subject.name;
  const origin = subject.origin(path);
  if (error.data === REPORTED) return undefined;
  if (error.data === COMPUTED) {
    if (schema.computed || subject.computed) return undefined;
    return loadFault("load/literal-wanted", { what: whatAt(path, subject) }, { origin });
  }
  if (params.additionalProperty !== undefined) {
    return unknownKey(params.additionalProperty, name, schema, subject.keyOrigin(path, params.additionalProperty));
  }
  if (error.keyword === "required")
    return loadFault("load/missing-key", { key: params.missingProperty ?? "", of: name }, { origin });
  if (error.keyword === "unsupported") return unsupportedKey(path, schema.unsupported ?? "", subject);
  const what = whatAt(path, subject);
  if (error.keyword === "type") {
    return wrongType({ data: error.data, written: subject.written?.(path) }, what, schema, origin);
  }
  const found = describeFound(error.data);
  const instead = typeof error.data === "string" ? schema.unsupportedValues?.[error.data] : undefined;
  if (instead !== undefined) return loadFault("load/not-supported", { what: `${what}: ${found}`, instead }, { origin });
  const hint = valueHint(error, schema);
  return loadFault(
    "load/wrong-value",
    { what, rule: ruleOf(error, schema), found, near: nearValue(error), hint },
    { origin },
  );
}

function unknownKey(key: string, of: string, schema: ParentSchema, origin: Origin | undefined): Fault {
  const known = knownKeys(schema);
  return loadFault("load/unknown-key", { key, of, near: nearest(key, known), known }, { origin });
}

function knownKeys(schema: ParentSchema): string[] {
  const properties = Object.entries(schema.properties ?? {});
  return properties.flatMap(([name, property]) => (property.unsupported === undefined ? [name] : []));
}

/** Whether a key is missing only because it is misspelt, or because the play is an unsupported `import_playbook`. */
export function isConsequence(error: ErrorObject, all: readonly ErrorObject[]): boolean {
  if (error.keyword !== "required") return false;
  const { missingProperty = "" } = error.params as Params;
  return all.some((other) => {
    if (other.keyword === "unsupported") return other.instancePath === `${error.instancePath}/import_playbook`;
    const { additionalProperty } = other.params as Params;
    const same = other.instancePath === error.instancePath && additionalProperty !== undefined;
    return (
      same && nearest(additionalProperty, knownKeys((other.parentSchema ?? {}) as ParentSchema)) === missingProperty
    );
  });
}

function unsupportedKey(path: readonly string[], instead: string, subject: Subject): Fault {
  const key = path.at(-1) ?? "";
  return loadFault(
    "load/not-supported",
    { what: `\`${key}\``, instead },
    { origin: subject.keyOrigin(path.slice(0, -1), key) },
  );
}

interface Found {
  readonly data: unknown;
  readonly written: string | undefined;
}

function wrongType({ data, written }: Found, what: string, schema: ParentSchema, origin: Origin | undefined): Fault {
  const instead = schema.unsupportedTypes?.[typeName(data)];
  if (instead !== undefined) {
    return loadFault("load/not-supported", { what: `${what} as ${describeFound(data)}`, instead }, { origin });
  }
  const types = [schema.type ?? []].flat();
  const parameters = {
    what,
    expected: describeTypes(types),
    found: describeFound(data, written),
    hint: hintFor(data, types, written),
  };
  const literal = literalFor(data, types, written);
  return loadFault("load/wrong-type", parameters, {
    origin,
    edit: literal === undefined ? undefined : editAt(origin, literal),
  });
}

function ruleOf(error: ErrorObject, schema: ParentSchema): string {
  const { allowedValues, limit } = error.params as Params;
  const [only, ...others] = (allowedValues ?? []).map((value) => JSON.stringify(value));
  if (only !== undefined)
    return others.length === 0 ? `must be ${only}` : `must be one of ${[only, ...others].join(", ")}`;
  if (schema.rule !== undefined) return `must be ${schema.rule}`;
  if (error.keyword === "minLength" || error.keyword === "minItems") return "must not be empty";
  if (error.keyword === "minimum") return `must be at least ${String(limit)}`;
  if (error.keyword === "maximum") return `must be at most ${String(limit)}`;
  return error.message ?? "is not allowed";
}

function valueHint({ data }: ErrorObject, { hint }: ParentSchema): string {
  const otherwise = hint ?? "Correct the value, or omit the key.";
  if (typeof data !== "string" || !data.startsWith("~")) return otherwise;
  return "Write the folder in full, such as /home/deploy: `~` is not expanded.";
}

function nearValue(error: ErrorObject): string | undefined {
  const allowed = ((error.params as Params).allowedValues ?? []).filter((value) => typeof value === "string");
  return typeof error.data === "string" ? nearest(error.data, allowed) : undefined;
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
