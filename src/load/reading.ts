import path from "node:path";
import type { BadBytes } from "../disk/decode.ts";
import { createListings, type Listings } from "../disk/listings.ts";
import { readTextFile } from "../disk/read-file.ts";
import { loadFault } from "../errors/catalogue/load.ts";
import { good, type Fault, type Outcome } from "../errors/fault.ts";
import type { Edit } from "../errors/edit.ts";
import type { FileUse, NameUse } from "../language/scope-interface.ts";
import type { Origin } from "../model/origin.ts";
import { Unknown } from "../model/unknown.ts";
import type { Value } from "../model/value.ts";
import type { SearchPath } from "./project.ts";
import type { Node } from "./yaml/node.ts";
import { parseYaml } from "./yaml/parse.ts";

/** Gives the secret that a program prints, or says why it cannot. Passed in, because this room starts no processes. */
export type ReadSecret = (command: readonly string[], origin: Origin) => Outcome<Value>;

/** Leaves secrets unknown, for whoever needs no values. */
export const unreadSecret: ReadSecret = ([program = ""]) =>
  good(new Unknown(`the secret is printed by ${program}, which only runs when a task needs it`));

/** Collects the results of reading a project's files. Reading continues after a fault. */
export interface Reading {
  /** The project's folder, absolute. */
  readonly root: string;
  /** The text of every file by the name that origins use. */
  readonly sources: Map<string, string>;
  readonly faults: Fault[];
  /** Those of `faults` that are about templates and other sources of tasks, which define no variables. */
  readonly sourceFaults: Set<Fault>;
  readonly warnings: Fault[];
  /** The variables that templates and expressions use. */
  readonly uses: NameUse[];
  /** The files that functions name literally, and where they look; undefined for values that any task may use. */
  readonly fileUses: { readonly use: FileUse; search: SearchPath | undefined }[];
  /** How to write the values that use Ansible's names of facts. */
  readonly rewrites: { readonly file: string; readonly edit: Edit }[];
  /** The facts that they use, by name; ALL_FACTS where the text does not say which. */
  readonly facts: Set<string>;
  /** Names that anything defines, because which host has which variable is only known during the run. */
  readonly known: Set<string>;
  /** Where variables and results are defined, in the order of reading. */
  readonly definitions: NameUse[];
  /** The hosts that tasks are delegated to, where their names are literal. */
  readonly delegates: { readonly name: string; readonly origin: Origin }[];
  /** What tasks may add to the inventory. */
  readonly added: Added;
  /** Names that the inventory file uses for connection settings, which are not variables. */
  readonly settings: Set<string>;
  readonly readSecret: ReadSecret;
  /** The folders of the project that were looked into. */
  readonly listings: Listings;
}

/** What tasks may add to the inventory (`add_host`, `group_by`). */
export interface Added {
  /** The names of hosts and groups that are literal. */
  readonly names: Set<string>;
  /** Whether a task computes such a name: then any name may become one of a host or group. */
  isOpen: boolean;
  /** The variables and settings of hosts, where they are written. */
  readonly variables: NameUse[];
}

/** A reading of the project in `root`, without any file yet. */
export function startReading(root: string, readSecret = unreadSecret): Reading {
  const faults = { faults: [], sourceFaults: new Set<Fault>() };
  const names = { known: new Set<string>(), settings: new Set<string>(), definitions: [], delegates: [] };
  const added = { names: new Set<string>(), isOpen: false, variables: [] };
  return {
    root: path.resolve(root),
    sources: new Map(),
    ...faults,
    warnings: [],
    uses: [],
    fileUses: [],
    rewrites: [],
    facts: new Set(),
    added,
    ...names,
    readSecret,
    listings: createListings(),
  };
}

/** The name of a file in origins: relative to the project, or absolute if it is outside. */
export function displayName(root: string, file: string): string {
  const relative = path.relative(root, file);
  return relative === "" || relative.startsWith("..") || path.isAbsolute(relative)
    ? file
    : relative.split(path.sep).join("/");
}

/** The text of a file; undefined if it does not exist, empty if it could not be read and a fault was recorded. */
export async function readText(file: string, reading: Reading): Promise<string | undefined> {
  const name = displayName(reading.root, file);
  const text = reading.sources.get(name) ?? (await readOrRecord(file, name, reading));
  if (text !== undefined) reading.sources.set(name, text);
  return text;
}

async function readOrRecord(file: string, name: string, reading: Reading): Promise<string | undefined> {
  if (await reading.listings.lacks(file)) return undefined;
  const read = await readTextFile(file);
  if (read.is === "text") return read.text;
  if (read.is === "missing") return undefined;
  reading.faults.push(read.is === "bad-bytes" ? encodingFault(name, read) : unreadableFault(name, read));
  return "";
}

function unreadableFault(path: string, { reason, tooLarge }: { reason: string; tooLarge?: true }): Fault {
  return tooLarge ? loadFault("load/file-size", { path, reason }) : loadFault("load/unreadable", { path, reason });
}

/** The fault for bytes that are not text. */
function encodingFault(file: string, { what, offset, line, col }: BadBytes): Fault {
  return loadFault("load/encoding", { path: file, what, offset }, { origin: { file, line, col } });
}

/** A YAML file's content; `missing` if it does not exist, `empty` if it is empty or is not valid YAML, which is recorded as a fault. */
export async function readYaml(file: string, reading: Reading): Promise<Node | "empty" | "missing"> {
  const text = await readText(file, reading);
  if (text === undefined) return "missing";
  if (text.startsWith("$ANSIBLE_VAULT;")) {
    const name = displayName(reading.root, file);
    reading.faults.push(loadFault("load/vault", { path: name }, { origin: { file: name, line: 1, col: 1 } }));
    return "empty";
  }
  const { node, faults } = parseYaml(text, displayName(reading.root, file));
  reading.faults.push(...faults);
  return node ?? "empty";
}
