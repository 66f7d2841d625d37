import { readFileSync } from "node:fs";
import path from "node:path";
import { currentTrust } from "../../disk/trust.ts";
import { compileFile } from "../../language/template/template.ts";
import { partialNames } from "../../language/template/partial-names.ts";
import type { Looked, Lookups, Scope } from "../../language/scope-interface.ts";
import { realPath } from "../../disk/real-path.ts";
import { filesMatching, locateFile, lookupFolders } from "../../load/lookups/find.ts";
import type { SearchPath } from "../../load/project.ts";
import { displayName } from "../../load/reading.ts";

/** A file may have as many bytes. */
const LARGEST = 4 * 1024 * 1024;

/** Reads files for the functions of a task, when they are called: a file of the role comes before one of the project. */
export function lookupsFor(search: SearchPath, env: Readonly<Record<string, string | undefined>>): Lookups {
  const { files, templates, everywhere } = lookupFolders(search);
  return {
    file: (name) => {
      const read = readIn(name, files, search.root);
      return read.is === "found" ? { is: "found", value: read.value.text.trimEnd() } : read;
    },
    template: (name, scope) =>
      rendered(readIn(name, templates, search.root), { folders: templates, root: search.root, scope }),
    fileglob: (pattern) => filesMatching(pattern, files),
    firstFound: (names) => {
      const first = names.map((name) => locateFile(name, everywhere)).find((located) => located !== undefined);
      if (first) return { is: "found", value: first.path };
      return absent(`finds none of these files: ${names.join(", ")}${searched(everywhere, search.root)}`);
    },
    realPath: (name) => realPath(path.isAbsolute(name) ? name : `${search.root}/${name}`),
    env: (name) => env[name],
  };
}

function problem(text: string): { readonly is: "problem"; readonly problem: string } {
  return { is: "problem", problem: text };
}

function absent(text: string): Looked<never> {
  return { is: "problem", problem: text, isAbsent: true };
}

function searched(folders: readonly string[], root: string): string {
  return ` (searched: ${folders.map((folder) => displayName(root, folder)).join(", ")})`;
}

interface Read {
  readonly path: string;
  readonly text: string;
}

function readIn(name: string, folders: readonly string[], root: string): Looked<Read> {
  try {
    const located = locateFile(name, folders);
    if (!located) return absent(`finds no file \`${name}\`${searched(path.isAbsolute(name) ? [] : folders, root)}`);
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
