import { readdir } from "node:fs/promises";
import path from "node:path";
import { loadFault } from "../../errors/catalogue/load.ts";
import type { Tree } from "../../language/tree.ts";
import { compileGlob } from "../../model/glob.ts";
import type { Loading } from "../loading.ts";
import type { SearchPath, Task, TaskList } from "../project.ts";
import { displayName, readYaml } from "../reading.ts";
import { locate, missingFile } from "./sources.ts";
import { inFolderOf, taskFile, type Load } from "./task-file.ts";

/** An include whose lists are still to be found. */
interface Unfilled {
  readonly name: Tree;
  readonly lists: Map<string, TaskList>;
}

/** Finds what the name of an include can be: one file, or all that match a computed name. */
export async function addLists(
  { name, lists }: Unfilled,
  search: SearchPath,
  loading: Loading,
  load: Load,
): Promise<void> {
  if (name.kind !== "literal") {
    const accept = (file: string) => isTaskFile(file, loading);
    for (const file of await filesNamed(name, { search, folders: search.tasks, accept }, loading)) {
      lists.set(file, await listOf(file, search, loading, load));
    }
    return;
  }
  const located = await locate(String(name.value), search.tasks);
  if (located.is === "file") lists.set(located.path, await listOf(located.path, search, loading, load));
  else {
    const wanted = { name: String(name.value), origin: name.origin };
    loading.faults.push(await missingFile(located, wanted, search.tasks, loading));
  }
}

/** The tasks of a file. It is read once for each search path, so that one that includes itself is not read for ever. */
async function listOf(file: string, search: SearchPath, loading: Loading, load: Load): Promise<TaskList> {
  const own = inFolderOf(file, search);
  const key = [file, ...own.tasks].join("\0");
  const known = loading.lists.get(key);
  if (known) return known;
  const tasks: Task[] = [];
  const list = { name: displayName(loading.root, file), tasks };
  loading.lists.set(key, list);
  tasks.push(...(await taskFile(file, own, loading, load)));
  return list;
}

/** More files than this are not what a name means. */
const MOST = 1000;
const YAML = /\.(?:ya?ml|json)$/;
/** Folders in which no file of tasks is meant. */
const OTHERS = new Set(["files", "templates", "group_vars", "host_vars", "node_modules", "roles"]);

/** Where files are looked for, and which of them are meant. */
interface Searched {
  readonly search: SearchPath;
  readonly folders: readonly string[];
  readonly accept: (file: string) => Promise<boolean>;
}

/** The files that a computed name can mean: its parts in braces stand for any text. If there is none, a fault is recorded. */
export async function filesNamed(
  name: Tree,
  { search, folders, accept }: Searched,
  loading: Loading,
): Promise<string[]> {
  const text = name.kind === "template" ? known(name.template.text, search) : "{{}}";
  const start = text.includes("{{") ? text.slice(0, text.indexOf("{{")) : text;
  const fixed = start.slice(0, start.lastIndexOf("/") + 1);
  const matches = couldBe(text.slice(fixed.length));
  const found = new Set<string>();
  for (const folder of path.isAbsolute(fixed) ? ["/"] : folders) {
    const base = path.resolve(folder, fixed);
    const isDeep = fixed !== "" || ![search.root, search.role].includes(folder);
    for (const file of await filesBelow(base, isDeep)) {
      if (matches(path.relative(base, file)) && (await accept(file))) found.add(file);
    }
  }
  if (found.size === 0) {
    const parameters = { name: name.kind === "template" ? name.template.text : "", near: undefined };
    const details = folders.map((folder) => `searched: ${displayName(loading.root, path.join(folder, fixed))}`);
    loading.faults.push(loadFault("load/missing-file", parameters, { origin: name.origin, details }));
  }
  return [...found];
}

/** A name with the variables that are known now. */
function known(text: string, { root, role }: SearchPath): string {
  return text.replace(/^\{\{\s*role_path\s*\}\}/, role ?? root).replace(/^\{\{\s*playbook_dir\s*\}\}/, root);
}

/** Whether a computed name can be another one: its parts in braces stand for any text, and so do `*` and `?` outside them. */
export function couldBe(text: string): (name: string) => boolean {
  return compileGlob(text.replaceAll(/\{\{.*?\}\}/gs, "*"), { sets: false });
}

/** The files with YAML in a folder and, if it is deep, in its folders. */
export async function filesBelow(folder: string, isDeep: boolean): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files: string[] = [];
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const full = path.join(folder, entry.name);
    if (files.length >= MOST || entry.name.startsWith(".")) continue;
    if (entry.isDirectory() && isDeep && !OTHERS.has(entry.name)) files.push(...(await filesBelow(full, true)));
    else if (!entry.isDirectory() && YAML.test(entry.name)) files.push(full);
  }
  return files.slice(0, MOST);
}

/** Whether a file looks like one of tasks: other files may match a computed name, too. */
export async function isTaskFile(file: string, loading: Loading): Promise<boolean> {
  const node = await readYaml(file, { ...loading, faults: [] });
  if (node === "missing") return false;
  if (node === "empty") return true;
  const [first] = node.kind === "list" ? node.items : [];
  return (
    node.kind === "list" &&
    (first?.kind !== "map" || !["hosts", "import_playbook"].some((key) => first.entries.has(key)))
  );
}
