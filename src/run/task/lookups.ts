import { readdirSync, readFileSync, statSync, type Stats } from "node:fs";
import path from "node:path";
import { kindOf } from "../../disk/read-file.ts";
import { currentTrust } from "../../disk/trust.ts";
import { compileFile } from "../../language/template/template.ts";
import { partialNames } from "../../language/template/partial-names.ts";
import type { Looked, Lookups, Scope } from "../../language/scope-interface.ts";
import { realPath } from "../../disk/real-path.ts";
import type { SearchPath } from "../../load/project.ts";
import { displayName } from "../../load/reading.ts";
import { compileGlob } from "../../model/glob.ts";

/** A file may have as many bytes. */
const LARGEST = 4 * 1024 * 1024;

/** Reads files for the functions of a task, when they are called: a file of the role comes before one of the project. */
export function lookupsFor(search: SearchPath, env: Readonly<Record<string, string | undefined>>): Lookups {
  const files = [...search.files, search.root];
  const templates = [...search.templates, search.root];
  const owners = search.files.map((folder) => path.dirname(folder));
  const everywhere = owners.flatMap((owner) => [...PARTS.map((part) => path.join(owner, part)), owner]);
  return {
    file: (name) => {
      const read = readIn(name, files, search.root);
      return read.is === "found" ? { is: "found", value: read.value.text.trimEnd() } : read;
    },
    template: (name, scope) =>
      rendered(readIn(name, templates, search.root), { folders: templates, root: search.root, scope }),
    fileglob: (pattern) => matching(pattern, files),
    firstFound: (names) => {
      const first = names.map((name) => locate(name, everywhere)).find((located) => located !== undefined);
      if (first) return { is: "found", value: first.path };
      return problem(`finds none of these files: ${names.join(", ")}${searched(everywhere, search.root)}`);
    },
    realPath: (name) => realPath(path.isAbsolute(name) ? name : `${search.root}/${name}`),
    env: (name) => env[name],
  };
}

const PARTS = ["files", "templates", "vars", "tasks"];

function problem(text: string): { readonly is: "problem"; readonly problem: string } {
  return { is: "problem", problem: text };
}

function searched(folders: readonly string[], root: string): string {
  return ` (searched: ${folders.map((folder) => displayName(root, folder)).join(", ")})`;
}

function candidates(name: string, folders: readonly string[]): readonly string[] {
  return path.isAbsolute(name) ? [name] : folders.map((folder) => path.join(folder, name));
}

/** The first regular file; a FIFO would never end. */
function locate(
  name: string,
  folders: readonly string[],
): { readonly path: string; readonly found: Stats } | undefined {
  for (const candidate of candidates(name, folders)) {
    const found = statSync(candidate, { throwIfNoEntry: false });
    if (found && kindOf(found) === undefined) return { path: candidate, found };
  }
  return undefined;
}

interface Read {
  readonly path: string;
  readonly text: string;
}

function readIn(name: string, folders: readonly string[], root: string): Looked<Read> {
  try {
    const located = locate(name, folders);
    if (!located) return problem(`finds no file \`${name}\`${searched(path.isAbsolute(name) ? [] : folders, root)}`);
    currentTrust()?.look(located.path, located.found);
    const refused = currentTrust()?.refusal(located.path, located.found);
    if (refused !== undefined) return problem(`does not read \`${name}\`: ${refused}`);
    if (located.found.size > LARGEST) return problem(`does not read \`${name}\`: it has more than 4 MiB`);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(located.path));
    return { is: "found", value: { path: located.path, text } };
  } catch (error) {
    const reason = error instanceof TypeError ? "it is no text in UTF-8" : (error as NodeJS.ErrnoException).code;
    return problem(`cannot read \`${name}\`: ${reason ?? "unknown"}`);
  }
}

interface Place {
  readonly folders: readonly string[];
  readonly root: string;
  readonly scope: Scope;
}

function rendered(read: Looked<Read>, { folders, root, scope }: Place): ReturnType<Lookups["template"]> {
  if (read.is === "problem") return read;
  const at = { file: displayName(root, read.value.path), line: 1, col: 1 };
  const compiled = compileFile(read.value.text, at, { found: partialsOf(read.value.text, folders, root), names: [] });
  return { is: "found", value: compiled.ok ? compiled.value.render(scope) : compiled };
}

function partialsOf(text: string, folders: readonly string[], root: string) {
  const found = new Map<string, { text: string; at: { file: string; line: number; col: number } }>();
  const pending = partialNames(text);
  // The loop also visits the names that are added below.
  for (const name of pending) {
    const read = found.has(name) ? undefined : readIn(`${name}.hbs`, folders, root);
    if (read?.is !== "found") continue;
    found.set(name, { text: read.value.text, at: { file: displayName(root, read.value.path), line: 1, col: 1 } });
    pending.push(...partialNames(read.value.text));
  }
  return found;
}

/** As in a shell, `*` and `?` do not match a dot at the beginning of a name. */
function matching(pattern: string, folders: readonly string[]): string[] {
  const glob = path.basename(pattern);
  const matches = compileGlob(glob, { sets: true });
  const isShown = (name: string) => !name.startsWith(".") || glob.startsWith(".");
  for (const candidate of candidates(path.dirname(pattern), folders)) {
    const names = namesIn(candidate).filter((name) => isShown(name) && matches(name));
    const files = names.map((name) => path.join(candidate, name)).filter((file) => locate(file, []) !== undefined);
    if (files.length > 0) return files.sort();
  }
  return [];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
