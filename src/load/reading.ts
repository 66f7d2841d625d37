import { readFile } from "node:fs/promises";
import path from "node:path";
import { loadFault } from "../errors/catalogue/load.ts";
import type { Fault } from "../errors/fault.ts";
import type { NameUse } from "../language/scope-interface.ts";
import type { Node } from "./yaml/node.ts";
import { parseYaml } from "./yaml/parse.ts";

/** What is gathered while the files of a project are read: everything wrong is noted, and reading goes on. */
export interface Reading {
  /** The project's folder, absolute. */
  readonly root: string;
  /** Text of every file read, by the name that origins use. */
  readonly sources: Map<string, string>;
  readonly faults: Fault[];
  readonly warnings: Fault[];
  /** Variables' names used in templates and expressions. */
  readonly uses: NameUse[];
  /** Names that something defines: anywhere, since who sees what is only known when it runs. */
  readonly known: Set<string>;
}

export function startReading(root: string): Reading {
  return { root: path.resolve(root), sources: new Map(), faults: [], warnings: [], uses: [], known: new Set() };
}

/** A file as origins name it: relative to the project, absolute where it lies outside. */
export function displayName(root: string, file: string): string {
  const relative = path.relative(root, file);
  return relative === "" || relative.startsWith("..") || path.isAbsolute(relative)
    ? file
    : relative.split(path.sep).join("/");
}

/** The text of a file; undefined where it is not there, empty where another trouble with it was noted as a fault. */
export async function readText(file: string, reading: Reading): Promise<string | undefined> {
  const name = displayName(reading.root, file);
  const text = reading.sources.get(name) ?? (await readOrNote(file, name, reading));
  if (text !== undefined) reading.sources.set(name, text);
  return text;
}

async function readOrNote(file: string, name: string, reading: Reading): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR") {
      reading.faults.push(loadFault("load/unreadable", { path: name, reason: REASONS[code] ?? code }));
      return "";
    }
    return undefined;
  }
}

const REASONS: Readonly<Record<string, string>> = { EISDIR: "it is a folder", EACCES: "permission denied" };

/** A YAML file's content; `missing` where there is no such file, `empty` where nothing is in it or its YAML is broken (which is noted). */
export async function readYaml(file: string, reading: Reading): Promise<Node | "empty" | "missing"> {
  const text = await readText(file, reading);
  if (text === undefined) return "missing";
  const { node, faults } = parseYaml(text, displayName(reading.root, file));
  reading.faults.push(...faults);
  return node ?? "empty";
}
