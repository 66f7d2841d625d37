import { loadFault } from "../errors/catalogue/load.ts";
import type { Fault } from "../errors/fault.ts";
import { RESERVED_NAMES } from "../language/cel/environment.ts";
import type { MapTree } from "../language/tree.ts";
import type { Origin } from "../model/origin.ts";
import { MAGIC_NAMES } from "./magic-names.ts";
import type { Node } from "./yaml/node.ts";
import { readYaml, type Reading } from "./reading.ts";
import { varsSchema } from "./schemas/vars.ts";
import { toMapTree } from "./tree.ts";
import { validate } from "./validation/validate.ts";
import { validatorOf } from "./validation/validator.ts";

const validator = validatorOf(varsSchema);

/** What is wrong with the shape of a file of variables. */
export function variablesFaults(node: Node): Fault[] {
  return validate(validator, node, "A file of variables");
}

/** Variables as written in a map: compiled, their names noted as known. */
export function variablesOf(node: Node | undefined, reading: Reading): MapTree | undefined {
  if (node?.kind !== "map") return undefined;
  for (const [name, { origin }] of node.entries) define(name, origin, reading);
  return toMapTree(node, reading);
}

/** Whether a text can be the name of a variable, here or in an environment; where not, the fault is noted. */
export function isName(name: string, origin: Origin, reading: Reading): boolean {
  const fits = /^[A-Za-z_]\w*$/.test(name);
  if (!fits) reading.faults.push(loadFault("load/bad-name", { name }, { origin }));
  return fits;
}

/** Notes that a name is defined, and whether it may be. */
export function define(name: string, origin: Origin, reading: Reading): void {
  reading.known.add(name);
  if (!isName(name, origin, reading)) return;
  if (RESERVED_NAMES.has(name) || MAGIC_NAMES.has(name)) {
    reading.faults.push(loadFault("load/reserved-name", { name }, { origin }));
  }
}

/** A file of variables; undefined where it is empty, `missing` where it is not there. */
export async function readVariables(file: string, reading: Reading): Promise<MapTree | undefined | "missing"> {
  const node = await readYaml(file, reading);
  if (node === "missing") return "missing";
  if (node === "empty") return undefined;
  reading.faults.push(...variablesFaults(node));
  return variablesOf(node, reading);
}
