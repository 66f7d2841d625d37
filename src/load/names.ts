import { loadFault } from "../errors/catalogue/load.ts";
import type { Fault } from "../errors/fault.ts";
import { nearest } from "../errors/nearest.ts";
import { showOrigin } from "../model/origin.ts";
import { MAGIC_NAMES } from "./magic-names.ts";
import type { Reading } from "./reading.ts";

/** Faults after which a file's names are not known: all that it defines would be called undefined. */
const HIDING: ReadonlySet<string> = new Set([
  "load/unreadable",
  "load/yaml",
  "load/unquoted-template",
  "load/two-documents",
  "load/missing-file",
  "inventory/missing-file",
]);

/**
 * Names that are used and that nothing anywhere defines. Which host sees which variable is only known when it runs; but what no
 * layer of the whole project has is a slip of the pen.
 */
export function checkNames(reading: Reading): Fault[] {
  if (reading.faults.some(({ code }) => HIDING.has(code))) return [];
  const known = new Set([...reading.known, ...MAGIC_NAMES, "item"]);
  return reading.uses.flatMap(({ name, origin }) => {
    if (known.has(name)) return [];
    const add = /^[A-Z][A-Z0-9_]*$/.test(name)
      ? `Write ${name}=… into .env, or give it with -e.`
      : `Define it in a role's defaults, in group_vars or under vars, or give it with -e.`;
    return [loadFault("load/undefined-name", { name, near: nearest(name, known), add }, { origin })];
  });
}

/** In the order of files and lines, each place once; what has no place comes first. */
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
