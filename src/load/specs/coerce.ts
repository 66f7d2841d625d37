import type { Typing, Variable } from "../../language/scope.ts";
import { parseJson } from "../../model/parse-json.ts";
import { isList, isMap, type Value } from "../../model/value.ts";
import { jsonFaults } from "../data-file.ts";
import type { Project } from "../project.ts";
import type { DeclaredType } from "./declared.ts";
import type { SpecType, VariableSpec } from "./spec.ts";

/** What a project says about the types of its variables, by name. */
export interface VariableTypes {
  /** The specifications of roles. */
  readonly specsOf: (name: string) => readonly VariableSpec[];
  /** Without a specification: the type of the values that are written out. */
  readonly declared: ReadonlyMap<string, DeclaredType>;
}

/**
 * Gives strings the types that roles specify. `-e NAME=VALUE` and `.env` have no syntax for types, so that a value is a string; if
 * every specification of the name wants the same other type, and the string spells a value of it, the variable becomes that value.
 * Without a specification, text without a type becomes what its default is.
 */
export function typingOf({ specsOf, declared }: VariableTypes): Typing {
  const known = new Map<string, readonly VariableSpec[]>();
  return (name, value, variable) => {
    const specs = known.get(name) ?? specsOf(name);
    known.set(name, specs);
    if (specs.length > 0) return specified(value, specs);
    return isUntyped(variable) && typeof value === "string" ? asDeclared(value, declared.get(name)) : value;
  };
}

/** Whether a variable is text whose author could not write a type: of `-e`, of `.env`, of an INI inventory, or computed by a template. */
export function isUntyped(variable: Variable): boolean {
  if (variable.from === "project") return variable.tree.kind === "template" || variable.tree.kind === "cel";
  if (variable.from !== "data") return false;
  return variable.untyped === true || variable.origin === undefined || /(^|\/)\.env$/.test(variable.origin.file);
}

/** All specifications of a variable in a project: several roles may specify one name. */
export function specsByName({ playbooks, providers }: Project): (name: string) => VariableSpec[] {
  const uses = [
    ...playbooks.flatMap(({ plays }) => plays.flatMap(({ roles, includedRoles }) => [...roles, ...includedRoles])),
    ...providers.map(({ use }) => use),
  ];
  const roles = new Set(uses.flatMap(({ role, dependencies }) => [role, ...dependencies]));
  return (name) => [...roles].flatMap(({ specs }) => specs.get(name) ?? []);
}

function specified(value: Value, specs: readonly VariableSpec[]): Value {
  const [spec, ...others] = specs;
  if (!spec || others.some(({ type }) => type !== spec.type)) return value;
  return typed(value, others.length === 0 ? spec : { type: spec.type });
}

/** The value with its own type and, in lists and maps, with those of its items. */
function typed(value: Value, { type, elements, options }: Pick<VariableSpec, "type"> & Partial<VariableSpec>): Value {
  if (typeof value === "string") {
    const found = spelled(value.trim(), type);
    return found === undefined || typeof found === "string" ? value : typed(found, { type, elements, options });
  }
  if (isList(value) && elements) return value.map((item) => typed(item, elements));
  if (!isMap(value) || !options) return value;
  const entries = Object.entries(value).map(([key, inner]) => {
    const option = options.get(key);
    return [key, option ? typed(inner, option) : inner] as const;
  });
  return Object.fromEntries(entries);
}

/** Only if the number or truth value is written as usual: "010" remains text. */
function asDeclared(text: string, declared: DeclaredType | undefined): Value {
  if (declared?.type === "bool") return booleanIn(text) ?? text;
  const number = declared?.type === "float" ? (integerIn(text) ?? decimalIn(text)) : undefined;
  return number !== undefined && String(number) === text ? number : text;
}

function spelled(text: string, type: SpecType): Value | undefined {
  switch (type) {
    case "str":
    case "path":
    case "raw":
      return undefined;
    case "bool":
      return booleanIn(text);
    case "int":
      return integerIn(text);
    case "float":
      return decimalIn(text);
    case "list":
    case "dict":
      return jsonIn(text, type);
  }
}

/** As in Ansible. */
function booleanIn(text: string): boolean | undefined {
  if (/^(true|yes|on|y|t|1)$/i.test(text)) return true;
  return /^(false|no|off|n|f|0)$/i.test(text) ? false : undefined;
}

function integerIn(text: string): number | bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text.replace(/^\+/, ""));
}

/** Up to 15 digits, a double keeps the decimal. */
function decimalIn(text: string): number | undefined {
  const [, whole, fraction = ""] = /^-?0*(\d+)(?:\.(\d+?)0*)?$/.exec(text) ?? [];
  return whole === undefined || whole.length + fraction.length > 15 ? undefined : Number(text);
}

/** Undefined if the text is no JSON, or has numbers or keys that would not be kept. */
function jsonIn(text: string, type: "list" | "dict"): Value | undefined {
  const parsed = parseJson(text);
  if (!parsed.ok || jsonFaults(text, "-e").length > 0) return undefined;
  return (type === "list" ? isList(parsed.value) : isMap(parsed.value)) ? parsed.value : undefined;
}
