import path from "node:path";
import { languageFault } from "../../errors/catalogue/language.ts";
import { loadFault } from "../../errors/catalogue/load.ts";
import { compilePattern, matchPattern } from "../../language/pattern/pattern.ts";
import type { MapTree, Tree } from "../../language/tree.ts";
import type { Loading } from "../loading.ts";
import type { IncludedVars, SearchPath } from "../project.ts";
import { displayName, readYaml } from "../reading.ts";
import type { Node } from "../yaml/node.ts";
import { define, isReserved, readVariables } from "../variables.ts";
import { isFolder } from "../vars-files.ts";
import { locate, missingFile } from "./sources.ts";
import { filesBelow, filesNamed } from "./task-lists.ts";

/** Reads the files that the arguments of `include_vars` can mean. */
export async function readIncludedVars(args: MapTree, search: SearchPath, loading: Loading): Promise<IncludedVars> {
  const folders = foldersOf(search);
  const [file, dir, name] = ["file", "dir", "name"].map((key) => args.entries.get(key)?.value);
  if (name?.kind === "literal" && name.value !== "") define(String(name.value), { origin: name.origin }, loading);
  const rejected = new Map<string, string>();
  const names = file
    ? await filesOf(file, { folders, search, rejected }, loading)
    : dir
      ? await filesIn(dir, args, folders, loading)
      : [];
  const maps = new Map<string, MapTree>();
  for (const one of names) {
    const map = await readVariables(one, loading);
    const empty = {
      kind: "map",
      entries: new Map(),
      origin: { file: displayName(loading.root, one), line: 1, col: 1 },
    } as const;
    if (map !== "missing") maps.set(one, map ?? empty);
  }
  return { folders, maps, rejected, isFolder: dir !== undefined };
}

/** As in Ansible: the role's variables first, then what is next to the task. */
function foldersOf({ role, tasks }: SearchPath): string[] {
  const own = role === undefined ? [] : [path.join(role, "vars"), role];
  return [...new Set([...own, ...tasks.flatMap((folder) => [path.join(folder, "vars"), folder])])];
}

interface Searched {
  readonly folders: readonly string[];
  readonly search: SearchPath;
  readonly rejected: Map<string, string>;
}

async function filesOf(name: Tree, { folders, search, rejected }: Searched, loading: Loading): Promise<string[]> {
  if (name.kind !== "literal") {
    // Other files may match a computed name, such as an inventory.
    const accept = async (file: string) => {
      const problem = problemOf(await readYaml(file, { ...loading, faults: [] }));
      if (problem !== undefined) rejected.set(file, problem);
      return problem === undefined;
    };
    return filesNamed(name, { search, folders, accept }, loading);
  }
  const located = await locate(String(name.value), folders);
  if (located.is === "file") return [located.path];
  const wanted = { name: String(name.value), origin: name.origin };
  loading.faults.push(await missingFile(located, wanted, folders, loading));
  return [];
}

/** Why a file is not one of variables; undefined if it can be one. */
function problemOf(node: Node | "empty" | "missing"): string | undefined {
  if (node === "empty") return undefined;
  if (node === "missing") return "it does not exist";
  if (node.kind !== "map") return "it is not a map of variables";
  const reserved = [...node.entries].find(([name]) => isReserved(name));
  return reserved && `line ${reserved[1].origin.line} defines \`${reserved[0]}\`, a name that is reserved`;
}

async function filesIn(dir: Tree, args: MapTree, folders: readonly string[], loading: Loading): Promise<string[]> {
  const text = (key: string) => {
    const value = args.entries.get(key)?.value;
    return value?.kind === "literal" && value.value !== null ? String(value.value) : undefined;
  };
  const list = (key: string) => {
    const value = args.entries.get(key)?.value;
    const items = value?.kind === "list" ? value.items : [];
    return items.flatMap((item) => (item.kind === "literal" ? [String(item.value)] : []));
  };
  const literal = text("dir");
  if (literal === undefined) {
    loading.faults.push(loadFault("load/literal-wanted", { what: "`dir`" }, { origin: dir.origin }));
    return [];
  }
  const matches = patternOf(args.entries.get("files_matching")?.value, loading);
  for (const folder of folders) {
    const base = path.resolve(folder, literal);
    if (!(await isFolder(base))) continue;
    const endings = list("extensions").length > 0 ? list("extensions") : ["yaml", "yml", "json"];
    const depth = Number(text("depth") ?? 0);
    return (await filesBelow(base, true)).filter((file) => {
      const isNear = depth === 0 || path.relative(base, file).split(path.sep).length <= depth;
      const name = path.basename(file);
      const isWanted = matches(name) && !list("ignore_files").includes(name);
      return isNear && isWanted && endings.some((ending) => name.endsWith(`.${ending.replace(/^\./, "")}`));
    });
  }
  const details = folders.map((folder) => `searched: ${displayName(loading.root, path.join(folder, literal))}/`);
  loading.faults.push(
    loadFault("load/missing-file", { name: literal, near: undefined }, { origin: dir.origin, details }),
  );
  return [];
}

/** Whether a name has a match of a regular expression; true for all names if there is none, or if it is wrong, which is recorded. */
function patternOf(written: Tree | undefined, loading: Loading): (name: string) => boolean {
  if (written?.kind !== "literal") return () => true;
  const compiled = compilePattern(String(written.value));
  if (compiled.ok) return (name) => matchPattern(compiled.pattern, name);
  loading.faults.push(languageFault("language/pattern", compiled.problem, { origin: written.origin }));
  return () => true;
}
