import path from "node:path";
import type { Value } from "../model/value.ts";
import { good, bad, type Fault, type Outcome } from "../errors/fault.ts";
import { loadFault } from "../errors/catalogue/load.ts";
import type { Variable } from "../language/scope.ts";
import type { Tree } from "../language/tree.ts";
import type { Node, ScalarNode } from "./yaml/node.ts";
import { parseYaml } from "./yaml/parse.ts";
import { literalTemplate } from "./literal-template.ts";
import { readYaml, startReading, unreadSecret, type Reading, type ReadSecret } from "./reading.ts";
import { respelledNumber, secretTree } from "./tree.ts";
import { variablesFaults } from "./variables.ts";

/** The variables in a file of data, with the positions of their values. */
export type DataVariables = ReadonlyMap<string, Variable>;

/** A file of data, warnings about it, and its text by the name that origins use. */
export type DataFile = Outcome<DataVariables> & {
  readonly sources: ReadonlyMap<string, string>;
  readonly warnings: readonly Fault[];
};

/** Reads variables of a YAML file as data: templates in it are not evaluated, and expressions are faults. */
export async function readData(file: string, root: string, readSecret: ReadSecret = unreadSecret): Promise<DataFile> {
  const reading = startReading(root, readSecret);
  const { sources, faults, warnings } = reading;
  const node = await readYaml(path.resolve(root, file), reading);
  if (node === "missing") faults.push(loadFault("load/missing-file", { name: file, near: undefined }));
  else if (node !== "empty") faults.push(...variablesFaults(node));
  const variables = new Map<string, Variable>();
  for (const [name, { value }] of typeof node === "object" && node.kind === "map" ? node.entries : []) {
    variables.set(name, variableOf(value, name, reading));
  }
  const [first, ...rest] = faults;
  return { ...(first ? bad(first, ...rest) : good(variables)), sources, warnings };
}

/** Data, or a value with secrets, which are read when it is first used. */
function variableOf(node: Node, name: string, reading: Reading): Variable {
  const value = literalOf(node, name, reading);
  return holdsSecret(node)
    ? { from: "project", tree: literalTree(node, reading) }
    : { from: "data", value, origin: node.origin };
}

function holdsSecret(node: Node): boolean {
  if (node.kind === "scalar") return node.tag === "secret";
  return partsOf(node).some(holdsSecret);
}

function literalTree(node: Node, reading: Reading): Tree {
  const { origin } = node;
  if (node.kind === "list")
    return { kind: "list", items: node.items.map((item) => literalTree(item, reading)), origin };
  if (node.kind === "scalar")
    return node.command ? secretTree(node.command, origin, reading) : { kind: "literal", value: node.value, origin };
  const entries = [...node.entries].map(
    ([key, entry]) => [key, { origin: entry.origin, value: literalTree(entry.value, reading) }] as const,
  );
  return { kind: "map", entries: new Map(entries), origin };
}

function literalOf(node: Node, name: string, reading: Reading): Value {
  if (node.kind === "list") return node.items.map((item) => literalOf(item, name, reading));
  if (node.kind === "map") {
    return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, literalOf(value, name, reading)]));
  }
  if (node.tag === "cel") {
    reading.faults.push(
      loadFault("load/literal-wanted", { what: `The variable \`${name}\`` }, { origin: node.origin }),
    );
  }
  const respelled = respelledNumber(node);
  if (respelled) reading.faults.push(respelled);
  const literal = node.tag ? undefined : literalTemplate(name, node.value, "a file of -e", { origin: node.origin });
  if (literal) reading.warnings.push(literal);
  return node.value;
}

/** What is wrong with JSON that a parser of JSON accepts: numbers that would be written otherwise, half characters, duplicate keys. */
export function jsonFaults(text: string, name: string): Fault[] {
  const { node, faults } = parseYaml(text, name);
  return [...faults.filter(({ code }) => INEXACT.has(code)), ...(node ? numberFaults(node) : [])];
}

/** JSON is YAML, except for details that are no faults in JSON. */
const INEXACT: ReadonlySet<string> = new Set([
  "load/lone-surrogate",
  "load/duplicate-key",
  "load/too-deep",
  "load/too-long",
]);

function numberFaults(node: Node): Fault[] {
  if (node.kind === "scalar") return [respelledNumber(node) ?? []].flat();
  return partsOf(node).flatMap(numberFaults);
}

function partsOf(node: Exclude<Node, ScalarNode>): readonly Node[] {
  return node.kind === "list" ? node.items : [...node.entries.values()].map(({ value }) => value);
}
