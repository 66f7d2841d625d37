import { loadFault } from "../errors/catalogue/load.ts";
import type { Position } from "../errors/edit.ts";
import type { Fault } from "../errors/fault.ts";
import { nearest } from "../errors/nearest.ts";
import { ansibleFact } from "../language/facts/ansible-names.ts";
import { FACTS } from "../language/facts/catalogue.ts";
import { MODULE_FACTS, moduleOf } from "../language/facts/module-facts.ts";
import { FACTS_NAME } from "../language/facts/used.ts";
import { ansibleNameHint, isFactOfAnsible } from "../language/jinja/facts.ts";
import { showOrigin, type Origin } from "../model/origin.ts";
import { LOOP_NAME, MAGIC_NAMES } from "./magic-names.ts";
import type { Reading } from "./reading.ts";

/** Faults of files whose variables are then not known, so that their uses would be reported as undefined. */
const HIDING_NAMES: ReadonlySet<string> = new Set([
  "load/unreadable",
  "load/vault",
  "load/file-size",
  "load/encoding",
  "load/too-deep",
  "load/too-long",
  "load/yaml",
  "load/tab",
  "load/unquoted-template",
  "load/two-documents",
  "load/missing-file",
  "inventory/missing-file",
  "inventory/format",
  "inventory/program",
  "inventory/ini-syntax",
]);

/** Whether files could not be read that may define variables. */
export function hidesNames({ faults, sourceFaults }: Reading): boolean {
  return faults.some((fault) => HIDING_NAMES.has(fault.code) && !sourceFaults.has(fault));
}

/**
 * Reports uses of names that nothing in the project defines. Which variables a host has is only known during the run, but a name
 * that no layer defines is a mistake. If a file could not be read, it may define any of them but Ansible's facts.
 */
export function checkNames(reading: Reading): Fault[] {
  const isHidden = hidesNames(reading);
  const known = new Set([...reading.known, ...MAGIC_NAMES, LOOP_NAME]);
  const rows = rowsOf(reading);
  const nearestKnown = nearestTo(known);
  return reading.uses.flatMap(({ name, field, origin }) => {
    if (name === FACTS_NAME && field !== undefined) return unknownFact(field, origin);
    if (known.has(name)) return [];
    if (isHidden && (!isFactOfAnsible(name, field) || reading.settings.has(name))) return [];
    const instead = ansibleNameHint(name, field) ?? minusHint(origin, rows);
    const near = instead !== undefined || reading.settings.has(name) ? undefined : nearestKnown(name);
    const add = instead ?? howToDefine(name, reading);
    const edit = reading.rewrites.find(
      ({ file, edit: { from, to, text } }) =>
        file === origin.file && isWithin(origin, from, to) && !text.split(/\W+/).includes(name),
    );
    return [loadFault("load/undefined-name", { name, near, add }, { origin, edit: edit?.edit })];
  });
}

function isWithin({ line, col }: Position, from: Position, to: Position): boolean {
  const isBehind = line > from.line || (line === from.line && col >= from.col);
  return isBehind && (line < to.line || (line === to.line && col < to.col));
}

const FACT_NAMES: ReadonlySet<string> = new Set([...FACTS, ...MODULE_FACTS].map(({ name }) => name));

/** Which facts there are is known, so that no host need be asked. */
function unknownFact(name: string, origin: Origin): Fault[] {
  if (FACT_NAMES.has(name) || moduleOf(name) !== undefined) return [];
  const ours = ansibleFact(name);
  const near = ours === undefined ? nearest(name, FACT_NAMES) : undefined;
  return [loadFault("load/unknown-fact", { name, near, instead: ours }, { origin })];
}

/** Comparing thousands of names takes seconds, and only the first errors are shown. */
const MOST_COMPARED = 200;

/** The known name that each of the first undefined names probably means, computed once for each name. */
function nearestTo(known: ReadonlySet<string>): (name: string) => string | undefined {
  const found = new Map<string, string | undefined>();
  return (name) => {
    if (!found.has(name) && found.size < MOST_COMPARED) found.set(name, nearest(name, known));
    return found.get(name);
  };
}

/** The lines of a file, split once. */
type Rows = (file: string) => readonly string[];

function rowsOf({ sources }: Reading): Rows {
  const split = new Map<string, readonly string[]>();
  return (file) => {
    const rows = split.get(file) ?? sources.get(file)?.split(/\r?\n/) ?? [];
    split.set(file, rows);
    return rows;
  };
}

function minusHint(origin: Origin, rows: Rows): string | undefined {
  const minus = nameWithMinus(origin, rows);
  return minus === undefined ? undefined : `If \`-\` is a part of the name, write \`${minus}\`.`;
}

/** In characters. */
const LONGEST_PATH = 200;

/** What to write for `groups.web-servers`, in which the `-` is a minus; undefined if the name is not the end of one like it. */
function nameWithMinus({ file, line, col }: Origin, rows: Rows): string | undefined {
  const text = rows(file)[line - 1] ?? "";
  if (text[col - 2] !== "-") return undefined;
  // Generated files have lines of a megabyte.
  const before = text.slice(Math.max(0, col - 1 - LONGEST_PATH), col - 1);
  const [, owner, start] = /(\w+(?:\.\w+)*)\.(\w+(?:-\w+)*)-$/.exec(before) ?? [];
  const [end] = /^\w+(?:-\w+)*/.exec(text.slice(col - 1, col - 1 + LONGEST_PATH)) ?? [];
  return owner === undefined || start === undefined || end === undefined ? undefined : `${owner}["${start}-${end}"]`;
}

function howToDefine(name: string, { settings }: Reading): string {
  if (settings.has(name)) {
    return `In the inventory file, \`${name}\` is a connection setting and not a variable: define a variable of another name.`;
  }
  return /^[A-Z][A-Z0-9_]*$/.test(name)
    ? `Write ${name}=… into .env, or set it with -e.`
    : `Define it in a role's defaults, in group_vars or under vars, or set it with -e.`;
}

/** Sorts faults by file and line and removes duplicates; faults without a position come first. */
export function sortFaults(faults: readonly Fault[]): Fault[] {
  const unique = new Map(
    faults.map((fault) => [`${fault.origin ? showOrigin(fault.origin) : ""} ${fault.code} ${fault.message}`, fault]),
  );
  return [...unique.values()].sort((a, b) => {
    if (!a.origin || !b.origin) return Number(Boolean(a.origin)) - Number(Boolean(b.origin));
    const byFile = a.origin.file < b.origin.file ? -1 : a.origin.file > b.origin.file ? 1 : 0;
    return byFile || a.origin.line - b.origin.line || a.origin.col - b.origin.col;
  });
}
