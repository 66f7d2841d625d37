import { isList, isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { Example, LanguageFunction } from "./define.ts";

/** The example's call as an expression: `join(["a", "b"], ",")`. */
export function exampleInCel({ name }: LanguageFunction, { args }: Example): string {
  return `${name}(${args.map(celLiteral).join(", ")})`;
}

/** The example's call as a method of its first argument: `["a", "b"].join(",")`. */
export function exampleAsMethod({ name }: LanguageFunction, { args: [first = null, ...others] }: Example): string {
  const receiver = celLiteral(first);
  return `${receiver.startsWith("-") ? `(${receiver})` : receiver}.${name}(${others.map(celLiteral).join(", ")})`;
}

/** A template that makes the example's call, and the variables that it reads: arguments that templates have no literals for. */
export function exampleInTemplate(
  fn: LanguageFunction,
  { args }: Example,
): { readonly template: string; readonly variables: ValueMap } {
  const operands = args.map((value, position) => {
    const literal = templateLiteral(value);
    return literal === undefined ? { text: argumentName(fn, position), value } : { text: literal, value: undefined };
  });
  const named = operands.flatMap(({ text, value }) => (value === undefined ? [] : [[text, value] as const]));
  return {
    template: `{{${[fn.name, ...operands.map(({ text }) => text)].join(" ")}}}`,
    variables: Object.fromEntries(named),
  };
}

/** The parameter's name; the arguments of a parameter that takes several are counted. */
function argumentName({ parameters }: LanguageFunction, position: number): string {
  const parameter = parameters[Math.min(position, parameters.length - 1)];
  const name = parameter?.name ?? "value";
  return parameter?.many ? `${name}${position - parameters.length + 2}` : name;
}

function celLiteral(value: Value): string {
  if (isList(value)) return `[${value.map(celLiteral).join(", ")}]`;
  if (typeof value === "string") return JSON.stringify(value);
  if (!isMap(value)) return typeof value === "object" ? "null" : String(value);
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${celLiteral(item)}`);
  return `{${entries.join(", ")}}`;
}

/** Undefined for lists, maps, and what Handlebars has no notation for. */
function templateLiteral(value: Value): string | undefined {
  if (typeof value === "string") return /[\n\r\t"\\{}\0]/.test(value) ? undefined : `"${value}"`;
  return value === null || typeof value === "object" || typeof value === "bigint" ? undefined : String(value);
}
