import { loadFault } from "../errors/catalogue/load.ts";
import type { Fault } from "../errors/fault.ts";
import { isList, isMap, type Value } from "../model/value.ts";
import type { DefinedAt } from "./variables.ts";

/** Where values are data, which is never evaluated. */
type DataPlace = "-e" | "a file of -e" | ".env" | "the environment" | "a program";

/** A template or statement that begins with a name. Others, such as `{{.ID}}` of Go, are meant for another program. */
const TEMPLATE = /\{\{[{&#^~-]*\s*[A-Za-z_][^{}]*\}{0,3}|\{%[-+]?\s*[a-z][^{}]*%?\}?/;

/** The warning that a value, or a part of it, looks like a template but stays as it is; undefined if nothing does. */
export function literalTemplate(name: string, value: Value, place: DataPlace, at: DefinedAt = {}): Fault | undefined {
  const text = templateIn(value);
  return text === undefined ? undefined : loadFault("load/literal-template", { name, text, place }, at);
}

function templateIn(value: Value): string | undefined {
  if (typeof value === "string") return TEMPLATE.exec(value)?.[0].slice(0, 60);
  const parts = isList(value) ? value : isMap(value) ? Object.values(value) : [];
  for (const part of parts) {
    const text = templateIn(part);
    if (text !== undefined) return text;
  }
  return undefined;
}
