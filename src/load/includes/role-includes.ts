import { readdir } from "node:fs/promises";
import path from "node:path";
import { loadFault } from "../../errors/catalogue/load.ts";
import { nearest } from "../../errors/nearest.ts";
import type { MapTree, Tree } from "../../language/tree.ts";
import { ROLE_ENDINGS, withExistingEnding } from "../endings.ts";
import type { IncludingTask, Loading } from "../loading.ts";
import type { Named, Role, RoleUse, TaskList } from "../project.ts";
import { displayName } from "../reading.ts";
import { loadRole, rolesOf, roleVariables, searchPath } from "../roles.ts";
import { NOT_PLACED } from "../tasks/placement.ts";
import { NO_KEYWORDS } from "../tasks/inherited.ts";
import { taskFile } from "../tasks/task-file.ts";
import { couldBe, filesBelow, isTaskFile } from "../tasks/task-lists.ts";
import { loadHandlers, loadTasks } from "../tasks/tasks.ts";
import { child, textOf, type MapNode } from "../yaml/node.ts";

/** Finds the roles that a task may include, and which of their files: those that a computed name matches. */
export async function addRoles(task: IncludingTask, args: MapNode | undefined, loading: Loading): Promise<void> {
  const { include } = task;
  for (const named of await rolesNamed(include.name, loading)) {
    const { role, dependencies } = await loadRole(named, loading);
    if (!role) continue;
    const use = useOf(task, await withParts(role, args, loading), rolesOf(dependencies));
    const before = dependencies.map((one) => ({ ...one, parents: [use, ...(one.parents ?? [])] }));
    for (const [key, list] of await listsOf(use, include.from, loading)) {
      include.lists.set(`${role.name}/${key}`, { ...list, dependencies: before });
    }
  }
}

async function rolesNamed(name: Tree, { root }: Loading): Promise<Named[]> {
  const { origin } = name;
  if (name.kind === "literal") return [{ name: String(name.value), origin }];
  const matches = couldBe(name.kind === "template" ? name.template.text : "{{}}");
  const existing = (await readdir(path.join(root, "roles")).catch(() => [])).sort();
  return existing.filter(matches).map((one) => ({ name: one, origin }));
}

function useOf({ vars, include }: IncludingTask, role: Role, dependencies: readonly Role[]): RoleUse {
  const own = {
    tags: [],
    when: [],
    own: { tags: [], when: [] },
    only: undefined,
    isDependency: false,
    isIncluded: true,
    placement: NOT_PLACED,
    keywords: NO_KEYWORDS,
  } as const;
  return { ...own, role, vars, origin: include.name.origin, dependencies };
}

/** The role with the files that `vars_from`, `defaults_from` and `handlers_from` name. */
async function withParts(role: Role, args: MapNode | undefined, loading: Loading): Promise<Role> {
  const fileOf = async (part: string) => {
    const node = child(args, `${part}_from`);
    const name = textOf(node);
    if (!node || name === undefined) return undefined;
    const folder = path.join(role.folder, part);
    const file = await existing(path.join(folder, name), loading);
    if (file === undefined) await reportMissing({ name, origin: node.origin }, folder, loading);
    return file;
  };
  const vars = await fileOf("vars");
  const defaults = await fileOf("defaults");
  const handlers = await fileOf("handlers");
  if (vars === undefined && defaults === undefined && handlers === undefined) return role;
  const search = searchPath(loading.root, { role: role.name });
  const variables = async (file: string | undefined, main: MapTree | undefined) =>
    file === undefined ? main : roleVariables(file, loading);
  return {
    ...role,
    vars: await variables(vars, role.vars),
    defaults: await variables(defaults, role.defaults),
    handlers: handlers === undefined ? role.handlers : await taskFile(handlers, search, loading, loadHandlers),
  };
}

/** The lists of tasks that `tasks_from` can mean, by name without an ending. */
async function listsOf(
  role: RoleUse,
  from: Tree | undefined,
  loading: Loading,
): Promise<(readonly [string, TaskList])[]> {
  const { name, folder, tasks } = role.role;
  if (!from) return [["main", { name: `role ${name}`, tasks, role }]];
  const base = path.join(folder, "tasks");
  const listOf = async (file: string): Promise<readonly [string, TaskList]> => {
    const search = searchPath(loading.root, { role: name });
    const own = await taskFile(file, search, loading, loadTasks);
    return [withoutEnding(path.relative(base, file)), { name: displayName(loading.root, file), tasks: own, role }];
  };
  if (from.kind === "literal") {
    const wanted = { name: String(from.value), origin: from.origin };
    const file = await existing(path.join(base, wanted.name), loading);
    if (file !== undefined) return [await listOf(file)];
    await reportMissing(wanted, base, loading);
    return [];
  }
  const couldMean = couldBe(from.kind === "template" ? withoutEnding(from.template.text) : "{{}}");
  const lists: (readonly [string, TaskList])[] = [];
  for (const file of await filesBelow(base, true)) {
    const relative = path.relative(base, file);
    const matches = couldMean(withoutEnding(relative));
    if (matches && (await isTaskFile(file, loading))) lists.push(await listOf(file));
  }
  return lists;
}

function withoutEnding(name: string): string {
  return name.replace(/\.(?:ya?ml|json)$/, "");
}

/** The file of that name, or of that name with another ending or none; undefined if there is none. */
async function existing(file: string, loading: Loading): Promise<string | undefined> {
  const names = await readdir(path.dirname(file)).catch((): string[] => []);
  if (names.includes(path.basename(file))) return file;
  const found = await withExistingEnding(`${withoutEnding(file)}.yaml`, loading, ROLE_ENDINGS);
  return names.includes(path.basename(found)) ? found : undefined;
}

async function reportMissing({ name, origin }: Named, folder: string, loading: Loading): Promise<void> {
  const names = (await readdir(folder).catch((): string[] => [])).map(withoutEnding);
  const details = [`searched: ${displayName(loading.root, withoutEnding(path.join(folder, name)))}.yaml`];
  loading.faults.push(
    loadFault("load/missing-file", { name, near: nearest(withoutEnding(name), names) }, { origin, details }),
  );
}
