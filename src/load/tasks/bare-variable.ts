import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import type { Module } from "../../module/contract.ts";
import { replaceScalar } from "../rewrites/written.ts";
import type { NodeEntry } from "../yaml/node.ts";

/** A name, a path of fields or an index, as Ansible's `debug: {var: …}` takes them. */
const PATH = /^[A-Za-z_]\w*(\.\w+|\[(\d+|'[^'\]]*'|"[^"\]]*")\])*$/;

/** How to write a variable that is named by a bare path; undefined if the text is no path. */
export function expressionOfPath(text: string): string | undefined {
  if (!PATH.test(text)) return undefined;
  return text.includes("[") ? `!cel ${text}` : `"{{ ${text} }}"`;
}

/** Rejects a bare name where a value is shown. */
export function bareVariableFaults({ args }: Module, entries: ReadonlyMap<string, NodeEntry>): Fault[] {
  return [...entries].flatMap(([key, { value: node }]) => {
    const schema = args.properties[key];
    if (schema?.type !== "any" || schema.shown !== true) return [];
    if (node.kind !== "scalar" || node.tag !== undefined || typeof node.value !== "string") return [];
    const value = expressionOfPath(node.value);
    if (value === undefined) return [];
    const edit = replaceScalar(node, value);
    return [loadFault("load/bare-variable", { key, text: node.value, value }, { origin: node.origin, edit })];
  });
}
