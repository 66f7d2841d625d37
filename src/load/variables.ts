import { loadFault } from "../errors/catalogue/load.ts";
import type { Fault } from "../errors/fault.ts";
import { RESERVED_NAMES } from "../language/cel/environment.ts";
import type { MapTree } from "../language/tree.ts";
import type { Origin } from "../model/origin.ts";
import { LOOP_NAME, MAGIC_NAMES } from "./magic-names.ts";
import { asNumber, textOf, type Node } from "./yaml/node.ts";
import { readYaml, type Reading } from "./reading.ts";
import { varsSchema } from "./schemas/vars.ts";
import { toMapTree } from "./tree.ts";
import { validate } from "./validation/validate.ts";
import { validatorOf } from "./validation/validator.ts";

const validator = validatorOf(varsSchema);

/** Checks that a file of variables is a map. */
export function variablesFaults(node: Node): Fault[] {
  return validate(validator, node, "A file of variables");
}

/** Compiles the variables in a map and records that their names are defined, but those of connection settings as such. */
export function variablesOf(
  node: Node | undefined,
  reading: Reading,
  isSetting: (name: string) => boolean = () => false,
): MapTree | undefined {
  if (node?.kind !== "map") return undefined;
  for (const [name, { origin }] of node.entries) {
    if (isSetting(name)) reading.settings.add(name);
    else define(name, { origin }, reading);
  }
  const entries = [...node.entries].map(([name, entry]) => {
    return [name, isSetting(name) ? { ...entry, value: asNumber(entry.value) } : entry] as const;
  });
  return toMapTree({ ...node, entries: new Map(entries) }, reading);
}

/** Whether a string is a valid name of a variable or environment variable; if not, records a fault. */
export function isName(name: string, at: DefinedAt, reading: Reading): boolean {
  const valid = /^[A-Za-z_]\w*$/.test(name);
  if (!valid) reading.faults.push(loadFault("load/bad-name", { name }, at));
  return valid;
}

/** Where a name is defined: a position in a file, or details about it, e.g. the flag. */
export interface DefinedAt {
  readonly origin?: Origin | undefined;
  readonly details?: readonly string[] | undefined;
}

/** Records that a name is defined, and a fault if the name is invalid or reserved. All definitions of variables come through here. */
export function define(name: string, at: DefinedAt, reading: Reading): void {
  if (name !== LOOP_NAME) defineLoopVariable(name, at, reading);
  else reading.faults.push(loadFault("load/reserved-name", { name }, at));
}

/** Like `define`, for the name of a loop's variable, which may be the default, `item`. */
export function defineLoopVariable(name: string, at: DefinedAt, reading: Reading): void {
  reading.known.add(name);
  if (at.origin) reading.definitions.push({ name, origin: at.origin });
  if (!isName(name, at, reading)) return;
  if (RESERVED_NAMES.has(name) || MAGIC_NAMES.has(name)) {
    reading.faults.push(loadFault("load/reserved-name", { name }, at));
  }
}

/** The name that a keyword such as `register` gives to a variable, recorded as defined; undefined if it is not written. */
export function definedName(node: Node | undefined, record: typeof define, reading: Reading): string | undefined {
  const name = textOf(node);
  if (node && name !== undefined) record(name, { origin: node.origin }, reading);
  return name;
}

/** Reads a file of variables; undefined if it is empty, `missing` if it does not exist. */
export async function readVariables(file: string, reading: Reading): Promise<MapTree | undefined | "missing"> {
  const node = await readYaml(file, reading);
  if (node === "missing") return "missing";
  if (node === "empty") return undefined;
  reading.faults.push(...variablesFaults(node));
  return variablesOf(node, reading);
}

/** Whether a variable cannot have the name, because the engine or its expressions use it. */
export function isReserved(name: string): boolean {
  return name === LOOP_NAME || RESERVED_NAMES.has(name) || MAGIC_NAMES.has(name);
}
