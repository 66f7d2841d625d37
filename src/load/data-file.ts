import path from "node:path";
import type { Value, ValueMap } from "../model/value.ts";
import { good, bad, type Outcome } from "../errors/fault.ts";
import { loadFault } from "../errors/catalogue/load.ts";
import type { Node } from "./yaml/node.ts";
import { readYaml, startReading } from "./reading.ts";
import { variablesFaults } from "./variables.ts";

/** Reads variables of a YAML file as data: templates and expressions in it are not evaluated. */
export async function readData(file: string, root: string): Promise<Outcome<ValueMap>> {
  const reading = startReading(root);
  const node = await readYaml(path.resolve(root, file), reading);
  const faults = typeof node === "string" ? [] : variablesFaults(node);
  const [first, ...rest] = [...reading.faults, ...faults];
  if (first) return bad(first, ...rest);
  if (node === "missing") return bad(loadFault("load/missing-file", { name: file, near: undefined }));
  if (node === "empty" || node.kind !== "map") return good({});
  return good(literalOf(node) as ValueMap);
}

function literalOf(node: Node): Value {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(literalOf);
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, literalOf(value)]));
}
