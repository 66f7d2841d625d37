import { isList, isMap, type Value } from "../../model/value.ts";
import type { TimeRange } from "./model.ts";
import { durationText } from "./time.ts";

/** Variables by name; one may have several values. */
export type Values = ReadonlyMap<string, string | readonly string[]>;

/** `$name`, `[[name]]`, `[[name:format]]`, `${name}`, `${name.field}`, `${name:format}`. */
const REFERENCE = /\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.[^:}]+)?(?::([^}]+))?\}/g;

/**
 * Replaces variables in every string of a query, as a browser does before sending it: the server replaces at most some of them.
 * Unknown names stay as they are.
 */
export function withVariables(value: Value, values: Values): Value {
  if (typeof value === "string") return replaced(value, values);
  if (isList(value)) return value.map((item) => withVariables(item, values));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withVariables(item, values)]));
}

/** Replaces variables in one string. */
export function replaced(text: string, values: Values): string {
  return text.replaceAll(
    REFERENCE,
    (all, bare?: string, bracketed?: string, first?: string, braced?: string, second?: string) => {
      const name = bare ?? bracketed ?? braced ?? "";
      const value = values.get(name);
      return value === undefined ? all : formatted(value, first ?? second, name);
    },
  );
}

/** The built-in variables of a panel, from its time range and its interval (milliseconds). */
export function builtIns({ from, to }: TimeRange, interval: number): Values {
  const range = to - from;
  return new Map([
    ["__from", `${from}`],
    ["__to", `${to}`],
    ["__interval", durationText(interval)],
    ["__interval_ms", `${interval}`],
    ["__rate_interval", durationText(interval * 4)],
    ["__range", `${Math.round(range / 1000)}s`],
    ["__range_s", `${Math.round(range / 1000)}`],
    ["__range_ms", `${range}`],
  ]);
}

function formatted(value: string | readonly string[], format: string | undefined, name: string): string {
  if (format?.startsWith("date") && (name === "__from" || name === "__to")) return dateText(Number(value), format);
  const list = typeof value === "string" ? [value] : value;
  const convert = FORMATS[format ?? "glob"] ?? FORMATS["glob"];
  return convert?.(list) ?? list.join(",");
}

function dateText(time: number, format: string): string {
  return format === "date:seconds" ? `${Math.floor(time / 1000)}` : new Date(time).toISOString();
}

const joined =
  (one: (value: string) => string, separator = ",") =>
  (list: readonly string[]): string =>
    list.map(one).join(separator);
const same = (value: string): string => value;

const FORMATS: Readonly<Record<string, (list: readonly string[]) => string>> = {
  glob: (list) => (list.length === 1 ? list.join("") : `{${list.join(",")}}`),
  raw: joined(same),
  csv: joined(same),
  text: joined(same, " + "),
  pipe: joined(same, "|"),
  json: (list) => JSON.stringify(list.length === 1 ? list[0] : list),
  sqlstring: joined((value) => `'${value.replaceAll("'", "''")}'`),
  singlequote: joined((value) => `'${value.replaceAll("'", String.raw`\'`)}'`),
  doublequote: joined((value) => `"${value.replaceAll('"', String.raw`\"`)}"`),
};
