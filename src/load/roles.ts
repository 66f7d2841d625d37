import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { loadFault } from "../errors/catalogue/load.ts";
import { nearest } from "../errors/nearest.ts";
import type { MapTree } from "../language/tree.ts";
import type { Origin } from "../model/origin.ts";
import { ROLE_ENDINGS, SPECS_ENDINGS, twoFiles, withExistingEnding } from "./endings.ts";
import type { LoadedRole, Loading } from "./loading.ts";
import { booleanOf, child, itemsOf, type Node } from "./yaml/node.ts";
import type { Named, Role, RoleEntry, RoleUse, SearchPath } from "./project.ts";
import { readYaml, startReading, type Reading } from "./reading.ts";
import { readEntry, withoutParameters } from "./roles/entries.ts";
import { isSameUse } from "./roles/same-use.ts";
import { readSpecs } from "./specs/read.ts";
import type { Specs } from "./specs/spec.ts";
import { metaSchema } from "./schemas/role.ts";
import { joinKeywords } from "./tasks/inherited.ts";
import { placedIn } from "./tasks/placement.ts";
import { taskFile } from "./tasks/task-file.ts";
import { loadHandlers, loadTasks } from "./tasks/tasks.ts";
import { toMapTree } from "./tree.ts";
import { MAIN_PARTS, reportUnread } from "./unread-parts.ts";
import { isFolder, readVarsMaps } from "./vars-files.ts";
import { validate } from "./validation/validate.ts";
import { validatorOf } from "./validation/validator.ts";

const validMeta = validatorOf(metaSchema);

/** The folders to search for the files of a role's tasks or, without a role, of the tasks of a play in that folder. */
export function searchPath(root: string, { role, folder = root }: { role?: string; folder?: string }): SearchPath {
  const own = role === undefined ? [] : [path.join(root, "roles", role)];
  const folders = [...own, root];
  return {
    root,
    ...(own[0] !== undefined && { role: own[0] }),
    files: folders.map((each) => path.join(each, "files")),
    templates: folders.map((each) => path.join(each, "templates")),
    tasks: [...new Set([...own.map((each) => path.join(each, "tasks")), folder, root])],
  };
}

/** A role, and the uses of those that run before it, because it depends on them. */
interface WithDependencies {
  /** Undefined if it does not exist. */
  readonly role: Role | undefined;
  readonly dependencies: readonly RoleUse[];
}

/** Loads a role and its dependencies. Each role is read once, even if several plays use it. */
export async function loadRole(use: Named, loading: Loading, chain: readonly string[] = []): Promise<WithDependencies> {
  if (chain.includes(use.name)) {
    const cycle = [...chain.slice(chain.indexOf(use.name)), use.name];
    loading.faults.push(loadFault("load/role-cycle", { chain: cycle }, { origin: use.origin }));
    return { role: undefined, dependencies: [] };
  }
  const known = loading.roles.get(use.name) ?? (await readRole(use, loading));
  loading.roles.set(use.name, known);
  const found: RoleUse[] = [];
  for (const entry of known.dependencies) {
    const { role, dependencies } = await loadRole(entry, loading, [...chain, use.name]);
    for (const one of usesOf(entry, role, dependencies)) {
      if (one.role.allowDuplicates || !found.some((other) => isSameUse(other, one))) found.push(one);
    }
  }
  const dependencies = found.map((one, index) => ({ ...one, dependencies: rolesOf(found.slice(0, index)) }));
  return { role: known.role, dependencies };
}

/** The uses of a role that another one depends on, and of its own dependencies before it. */
function usesOf(entry: RoleEntry, role: Role | undefined, dependencies: readonly RoleUse[]): RoleUse[] {
  const own = { tags: entry.tags, when: entry.when };
  const use = role && { ...entry, role, own, isDependency: true, dependencies: [] };
  const before = entry.only === undefined ? dependencies.map((one) => within(entry, one, use)) : [];
  return [...before, ...(use ? [use] : [])];
}

/** A dependency with what it takes over from the entry that needs it, and the use of a role that this entry is. */
export function within(entry: RoleEntry, use: RoleUse, parent: RoleUse | undefined): RoleUse {
  return {
    ...use,
    parents: [...(parent ? [parent] : []), ...(use.parents ?? [])],
    // With variables of its own, its entry is what its handlers belong to.
    origin: use.vars ? use.origin : entry.origin,
    tags: [...entry.tags, ...use.tags],
    when: [...entry.when, ...use.when],
    placement: placedIn(entry.placement, use.placement),
    keywords: joinKeywords(entry.keywords, use.keywords),
  };
}

/** The roles of uses, each once. */
export function rolesOf(uses: readonly RoleUse[]): Role[] {
  return [...new Set(uses.map(({ role }) => role))];
}

async function readRole(use: Named, loading: Loading): Promise<LoadedRole> {
  const folder = path.join(loading.root, "roles", use.name);
  if (!(await isRole(use, folder, loading))) return NO_ROLE;
  const search = searchPath(loading.root, { role: use.name });
  const part = (name: string) => path.join(folder, name, "main.yaml");
  const main = (name: string) => withExistingEnding(part(name), loading, ROLE_ENDINGS);
  loading.checks.push(() => reportUnread(folder, loading));
  const { specs, allowDuplicates, entries, provides } = await readMeta(folder, loading);
  const role = {
    name: use.name,
    folder,
    allowDuplicates,
    specs,
    defaults: await roleVariables(part("defaults"), loading),
    vars: await roleVariables(part("vars"), loading),
    tasks: await taskFile(await main("tasks"), search, loading, loadTasks),
    handlers: await taskFile(await main("handlers"), search, loading, loadHandlers),
    verify: await taskFile(await main("verify"), search, loading, loadTasks),
    teardown: await taskFile(await main("teardown"), search, loading, loadTasks),
  };
  return { role, dependencies: entries.flatMap((entry) => readEntry(entry, loading) ?? []), provides };
}

async function isRole(use: Named, folder: string, loading: Loading): Promise<boolean> {
  const entries = await loading.listings.entries(folder);
  if (entries?.some((entry) => MAIN_PARTS.includes(entry.name))) return true;
  const { name, origin } = use;
  if (entries) loading.faults.push(loadFault("load/empty-role", { name }, { origin }));
  else loading.faults.push(await unknownRole(name, origin, loading));
  return false;
}

async function unknownRole(name: string, origin: Origin, loading: Loading) {
  const existing = await readdir(path.join(loading.root, "roles")).catch(() => []);
  return loadFault("load/unknown-role", { name, near: nearest(name, existing) }, { origin });
}

/** The names of the variables that the project's other roles define or specify; what is wrong with those roles is not reported. */
export async function namesInOtherRoles(loaded: ReadonlySet<string>, root: string): Promise<ReadonlySet<string>> {
  const reading = startReading(root);
  const entries = await readdir(path.join(root, "roles")).catch((): string[] => []);
  for (const folder of entries.filter((name) => !loaded.has(name)).map((name) => path.join(root, "roles", name))) {
    for (const part of ["defaults", "vars"]) await roleVariables(path.join(folder, part, "main.yaml"), reading);
    const { specs } = await readMeta(folder, reading);
    for (const name of specs.keys()) reading.known.add(name);
  }
  return reading.known;
}

/**
 * The variables in `defaults/` or `vars/` of a role: in its main file or, as in Ansible, in all files of its folder `main/` by name,
 * of which later ones take precedence.
 */
export async function roleVariables(file: string, reading: Reading): Promise<MapTree | undefined> {
  const main = file.replace(/\.yaml$/, "");
  const single = await withExistingEnding(file, reading, ROLE_ENDINGS);
  if ((await reading.listings.lacks(main)) || !(await isFolder(main)))
    return merged(await readVarsMaps(single, reading));
  const isTwice = single !== main && (await stat(single).catch(() => undefined)) !== undefined;
  if (isTwice) twoFiles([main, single], reading);
  // Both are read, so that the names in neither are reported as undefined.
  return merged([...(await readVarsMaps(main, reading)), ...(isTwice ? await readVarsMaps(single, reading) : [])]);
}

function merged([first, ...others]: readonly MapTree[]): MapTree | undefined {
  return first && { ...first, entries: new Map([first, ...others].flatMap(({ entries }) => [...entries])) };
}

/** What a role's meta folder says. */
interface Meta {
  readonly specs: Specs;
  readonly allowDuplicates: boolean;
  /** Of its dependencies, not read yet. */
  readonly entries: readonly Node[];
  readonly provides: MapTree | undefined;
}

const NO_ROLE: LoadedRole = { role: undefined, dependencies: [], provides: undefined };

/** Reads the files of a role's meta folder. */
export async function readMeta(folder: string, loading: Reading): Promise<Meta> {
  const file = path.join(folder, "meta", "main.yaml");
  const node = await readYaml(await withExistingEnding(file, loading, ROLE_ENDINGS), loading);
  const written = typeof node === "object" ? node : undefined;
  if (written) loading.faults.push(...validate(validMeta, withoutParameters(written, "dependencies"), "A role's meta"));
  const specsFile = await withExistingEnding(path.join(folder, "meta", "argument_specs.yaml"), loading, SPECS_ENDINGS);
  const specs = await readSpecs(specsFile, child(written, "argument_specs"), loading);
  const provides = child(written, "provides");
  return {
    specs,
    allowDuplicates: booleanOf(child(written, "allow_duplicates")) ?? false,
    entries: itemsOf(child(written, "dependencies")),
    provides: provides?.kind === "map" ? toMapTree(provides, loading) : undefined,
  };
}
