import type { Layer, Variable } from "../../language/scope.ts";
import { parseJson } from "../../model/parse-json.ts";
import { isList, isMap, type Value } from "../../model/value.ts";
import { jsonFaults } from "../data-file.ts";
import type { Project } from "../project.ts";
import type { SpecType, VariableSpec } from "./spec.ts";

/**
 * The variables of `-e` with the types that roles specify. `-e NAME=VALUE` has no syntax for types, so that a value is a string; if
 * every specification of the name wants the same other type, and the string spells a value of it, the variable becomes that value.
 */
export function withSpecifiedTypes(layer: Layer, specsOf: (name: string) => readonly VariableSpec[]): Layer {
  const variables = new Map([...layer.variables].map(([name, one]) => [name, typed(one, specsOf(name))] as const));
  return { ...layer, variables };
}

/** All specifications of a variable in a project: several roles may specify one name. */
export function specsByName({ playbooks, providers }: Project): (name: string) => VariableSpec[] {
  const uses = [
    ...playbooks.flatMap(({ plays }) => plays.flatMap(({ roles }) => roles)),
    ...providers.map(({ use }) => use),
  ];
  const roles = new Set(uses.flatMap(({ role, dependencies }) => [role, ...dependencies]));
  return (name) => [...roles].flatMap(({ specs }) => specs.get(name) ?? []);
}

function typed(variable: Variable, specs: readonly VariableSpec[]): Variable {
  // Values from files have types and positions.
  if (variable.from !== "data" || variable.origin || typeof variable.value !== "string") return variable;
  const types = new Set(specs.map(({ type }) => type));
  const [type] = types;
  const value = types.size === 1 && type ? spelled(variable.value.trim(), type) : undefined;
  return value === undefined ? variable : { ...variable, value };
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
