import path from "node:path";
import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import { writtenAt, type Layer, type Variable } from "../../language/scope.ts";
import { literalTemplate } from "../../load/literal-template.ts";
import { define } from "../../load/variables.ts";
import { displayName, readText, type Reading } from "../../load/reading.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Origin } from "../../model/origin.ts";

/** Names that are read from the environment even if `.env` does not list them. */
const ALWAYS = ["SERVER1", "SERVER2"];

/** Environment variables by name. */
export type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

/** Reads `.env` in the project's folder as data, which is never evaluated. The process's environment overrides its values. */
export async function readEnvironment(env: ProcessEnvironment, reading: Reading): Promise<Layer> {
  const file = path.join(reading.root, ".env");
  const text = await readText(file, reading);
  const { values, faults } = parseDotenv(text ?? "", displayName(reading.root, file));
  reading.faults.push(...faults);
  const variables = new Map<string, Variable>();
  for (const [name, { value, origin }] of values) variables.set(name, { from: "data", value, origin });
  for (const name of [...values.keys(), ...ALWAYS]) {
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value !== undefined) variables.set(name, { from: "data", value });
  }
  for (const [name, variable] of variables) {
    const origin = writtenAt(variable);
    define(name, { origin }, reading);
    const value = variable.from === "data" ? variable.value : null;
    const literal = literalTemplate(name, value, origin ? ".env" : "the environment", { origin });
    if (literal) reading.warnings.push(literal);
  }
  return { name: ".env", variables };
}

interface Dotenv {
  readonly values: ReadonlyMap<string, { readonly value: string; readonly origin: Origin }>;
  readonly faults: readonly Fault[];
}

/** Parses one NAME=VALUE per line; the last line for a name takes precedence. */
export function parseDotenv(text: string, file: string): Dotenv {
  const values = new Map<string, { value: string; origin: Origin }>();
  const faults: Fault[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    const [, before = "", name, , rest = ""] = /^(\s*(?:export\s+)?)([A-Za-z_][\w.-]*)(\s*=)(.*)$/.exec(line) ?? [];
    const at = { file, line: index + 1, col: before.length + 1 };
    if (name === undefined) {
      if (!/^\s*(#|$)/.test(line)) faults.push(syntax("it has no name followed by `=`", { ...at, col: 1 }));
      continue;
    }
    const value = valueOf(rest.trim());
    if (value === undefined) faults.push(syntax("the quotes are not closed, or text follows them", at));
    else values.set(name, { value, origin: { ...at, end: at.col + name.length } });
  }
  return { values, faults };
}

function syntax(problem: string, origin: Origin): Fault {
  return inventoryFault("inventory/env-syntax", { problem }, { origin });
}

function valueOf(written: string): string | undefined {
  const single = /^'([^']*)'\s*(?:#.*)?$/.exec(written);
  if (single) return single[1] ?? "";
  const double = /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/.exec(written);
  if (double) return unescape(double[1] ?? "");
  return /^['"]/.test(written) ? undefined : written.replace(/(^|\s+)#.*$/, "");
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function unescape(text: string): string {
  return text.replace(/\\(.)/g, (_, character: string) => ESCAPES[character] ?? character);
}
