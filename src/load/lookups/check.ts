import path from "node:path";
import { loadFault } from "../../errors/catalogue/load.ts";
import type { Fault } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import type { FileUse } from "../../language/scope-interface.ts";
import type { SearchPath } from "../project.ts";
import { displayName, type Reading } from "../reading.ts";
import { searchPath } from "../roles.ts";
import { locateFile, lookupFolders, namesIn } from "./find.ts";

/**
 * Reports calls of `file` and its like with literal names that no file has. A variable may be used by any role, so it is enough if one of
 * them finds the file.
 */
export function checkFileUses({ root, fileUses }: Reading): Fault[] {
  if (fileUses.length === 0) return [];
  const roles = namesIn(path.join(root, "roles"));
  const anywhere = [searchPath(root, {}), ...roles.map((role) => searchPath(root, { role }))];
  return fileUses.flatMap(({ use, search }) => {
    const places = (search ? [search] : anywhere).map((place) => foldersFor(use, place));
    if (places.some((folders) => isFound(use, folders))) return [];
    return [missing(use, [...new Set(places.flat())], root)];
  });
}

function foldersFor({ by }: FileUse, search: SearchPath): readonly string[] {
  const { files, templates, everywhere } = lookupFolders(search);
  if (by === "first_found") return everywhere;
  return by === "template" ? templates : files;
}

function isFound({ names }: FileUse, folders: readonly string[]): boolean {
  return names.some((name) => isThere(name, folders));
}

/** A name that the system refuses, such as one that is too long, is that of no file. */
function isThere(name: string, folders: readonly string[]): boolean {
  try {
    return locateFile(name, folders) !== undefined;
  } catch {
    return false;
  }
}

/** More folders are not shown. */
const MOST_SHOWN = 8;

function missing({ by, names, origin }: FileUse, folders: readonly string[], root: string): Fault {
  const near = names.length === 1 ? nearest(names[0] ?? "", folders.flatMap(namesIn)) : undefined;
  const relative = names.filter((name) => !path.isAbsolute(name));
  const searched = relative.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const details = searched.slice(0, MOST_SHOWN).map((file) => `searched: ${displayName(root, file)}`);
  const more = searched.length > MOST_SHOWN ? [`and ${searched.length - MOST_SHOWN} more`] : [];
  return loadFault("load/missing-lookup", { by, names, near }, { origin, details: [...details, ...more] });
}
