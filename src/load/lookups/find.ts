import { readdirSync, statSync, type Stats } from "node:fs";
import path from "node:path";
import { kindOf } from "../../disk/read-file.ts";
import { compileGlob } from "../../model/glob.ts";
import type { SearchPath } from "../project.ts";

/** The folders in which functions find the files that they name: those of the role come before those of the project. */
interface LookupFolders {
  /** For `file` and `fileglob`. */
  readonly files: readonly string[];
  /** For `template`. */
  readonly templates: readonly string[];
  /** For `first_found`. */
  readonly everywhere: readonly string[];
}

const PARTS = ["files", "templates", "vars", "tasks"];

/** Where a task's functions look for files. */
export function lookupFolders(search: SearchPath): LookupFolders {
  const owners = search.files.map((folder) => path.dirname(folder));
  return {
    files: [...search.files, search.root],
    templates: [...search.templates, search.root],
    everywhere: owners.flatMap((owner) => [...PARTS.map((part) => path.join(owner, part)), owner]),
  };
}

/** A regular file that was found. */
interface Located {
  readonly path: string;
  readonly found: Stats;
}

/** The first regular file of that name; a FIFO would never end. */
export function locateFile(name: string, folders: readonly string[]): Located | undefined {
  for (const candidate of candidates(name, folders)) {
    const found = statSync(candidate, { throwIfNoEntry: false });
    if (found && kindOf(found) === undefined) return { path: candidate, found };
  }
  return undefined;
}

/** The files of the first folder in which a pattern matches any, sorted. As in a shell, `*` and `?` do not match a dot at the beginning of a name. */
export function filesMatching(pattern: string, folders: readonly string[]): string[] {
  const glob = path.basename(pattern);
  const matches = compileGlob(glob, { sets: true });
  const isShown = (name: string) => !name.startsWith(".") || glob.startsWith(".");
  for (const candidate of candidates(path.dirname(pattern), folders)) {
    const names = namesIn(candidate).filter((name) => isShown(name) && matches(name));
    const files = names.map((name) => path.join(candidate, name)).filter((file) => locateFile(file, []) !== undefined);
    if (files.length > 0) return files.sort();
  }
  return [];
}

function candidates(name: string, folders: readonly string[]): readonly string[] {
  return path.isAbsolute(name) ? [name] : folders.map((folder) => path.join(folder, name));
}

/** The names in a folder; none if it cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
