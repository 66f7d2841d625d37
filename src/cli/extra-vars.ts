import { cliErrors } from "../errors/catalogue/cli.ts";
import { faultsOf } from "../errors/define.ts";
import { bad, collect, good } from "../errors/fault.ts";
import type { Outcome } from "../errors/fault.ts";
import { parseJson } from "../model/parse-json.ts";
import type { DataVariables } from "../load/data-file.ts";
import type { ValueMap } from "../model/value.ts";

const fault = faultsOf(cliErrors);
const PAIR = /^([A-Za-z_][A-Za-z0-9_]*)=([^]*)$/;

/** One `-e`: variables, and the JSON that they were parsed from; or the name of a YAML file of variables. */
export type ExtraVars =
  | { readonly from: "command line"; readonly vars: ValueMap; readonly json?: string }
  | { readonly from: "file"; readonly file: string };

/** Parses the values of `-e`, without reading files. */
export function parseExtraVars(texts: readonly string[]): Outcome<ExtraVars[]> {
  return collect(texts.map(parseOne));
}

/** Merges the variables of all `-e`; the last value of a name wins. */
export function mergeExtraVars(
  all: readonly ExtraVars[],
  readYaml: (file: string) => Outcome<DataVariables>,
): Outcome<DataVariables> {
  const maps = collect(all.map((one) => (one.from === "file" ? readYaml(one.file) : good(withoutPosition(one.vars)))));
  return maps.ok ? good(new Map(maps.value.flatMap((map) => [...map]))) : maps;
}

function withoutPosition(vars: ValueMap): DataVariables {
  return new Map(Object.entries(vars).map(([name, value]) => [name, { from: "data", value }]));
}

function parseOne(text: string): Outcome<ExtraVars> {
  // Node.js decodes arguments and replaces bytes that are not UTF-8.
  if (text.includes("\uFFFD")) return bad(fault("cli/not-utf8", {}));
  if (text.startsWith("@") && text.length > 1) return good({ from: "file", file: text.slice(1) });
  const isJson = text.trimStart().startsWith("{");
  const vars = isJson ? jsonVars(text) : pairs(text);
  if (!vars.ok) return vars;
  return good({ from: "command line", vars: vars.value, ...(isJson && { json: text }) });
}

function jsonVars(text: string): Outcome<ValueMap> {
  const parsed = parseJson(text);
  // JSON that starts with a brace is an object.
  return parsed.ok ? good(parsed.value as ValueMap) : bad(fault("cli/json-broken", { text, problem: parsed.problem }));
}

/** `a=1 b=2` sets two variables, as in Ansible. If not every word is a pair, it is one variable whose value has blanks. */
function pairs(text: string): Outcome<ValueMap> {
  const words = (text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? []).map((word) => PAIR.exec(word));
  const all = words.filter((word) => word !== null);
  const matches = all.length > 1 && all.length === words.length ? all : [PAIR.exec(text)];
  const entries = matches.flatMap((match) => (match ? [[match[1] ?? "", unquoted(match[2] ?? "")] as const] : []));
  return entries.length === 0 ? bad(fault("cli/not-a-variable", { text })) : good(Object.fromEntries(entries));
}

function unquoted(value: string): string {
  return /^"[^"]*"$|^'[^']*'$/.test(value) ? value.slice(1, -1) : value;
}
