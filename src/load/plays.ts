import path from "node:path";
import { loadFault } from "../errors/catalogue/load.ts";
import { subsetOf } from "../language/facts/subsets.ts";
import type { MapTree } from "../language/tree.ts";
import { batchSizes } from "./batch-sizes.ts";
import { includedRoles } from "./includes/included.ts";
import { readPending, type Loading } from "./loading.ts";
import { booleanOf, child, isComputed, itemsOf, numberOf, textOf, type MapNode, type Node } from "./yaml/node.ts";
import { conditionsOf } from "./conditions.ts";
import { toTree } from "./tree.ts";
import { metaHandlers } from "./tasks/meta.ts";
import { checkNotifications } from "./tasks/notifications.ts";
import type { Play, Playbook, RoleUse } from "./project.ts";
import { promptsOf } from "./prompts.ts";
import { displayName, readYaml } from "./reading.ts";
import { loadRole, rolesOf, searchPath, within } from "./roles.ts";
import { readEntry, withoutParameters } from "./roles/entries.ts";
import { withRewrites } from "./rewrites/tasks.ts";
import { importSchema, ORDERS, playbookSchema, STRATEGIES } from "./schemas/playbook.ts";
import { joined, runKeywords } from "./tasks/inherited.ts";
import { namedItems, tagsOf } from "./tasks/keywords.ts";
import { placementOf } from "./tasks/placement.ts";
import { loadHandlers, loadTasks } from "./tasks/tasks.ts";
import { readVariables, variablesOf } from "./variables.ts";
import { validate } from "./validation/validate.ts";
import { validatorOf } from "./validation/validator.ts";

const validator = validatorOf(playbookSchema);
const importValidator = validatorOf(importSchema);

/** Reads a playbook. `name` is its path, absolute or relative to the project's folder. */
export async function loadPlaybook(name: string, loading: Loading): Promise<Playbook> {
  const absolute = path.resolve(loading.root, name);
  const file = displayName(loading.root, absolute);
  const node = await readYaml(absolute, loading);
  if (node === "missing") loading.faults.push(loadFault("load/missing-playbook", { path: name }));
  if (node === "missing" || node === "empty") return { file, plays: [] };
  return { file, plays: await playsIn(node, absolute, loading) };
}

/** The plays of a playbook, with those that it imports in their places. `importing` has the playbooks that lead to it. */
async function playsIn(node: Node, file: string, loading: Loading, importing: readonly string[] = []): Promise<Play[]> {
  const items = node.kind === "list" ? node.items : [];
  const isImport = (item: Node) => item.kind === "map" && item.entries.has("import_playbook");
  const plain = items.filter((item) => !isImport(item)).map((item) => withoutParameters(item, "roles"));
  const own = node.kind === "list" ? { ...node, items: plain } : node;
  let faults = validate(validator, own, "A playbook");
  for (const item of plain) faults = await withRewrites(faults, item, loading.registry);
  loading.faults.push(...faults);
  const plays: Play[] = [];
  for (const item of items) {
    if (item.kind !== "map") continue;
    if (isImport(item)) plays.push(...(await importPlays(item, [...importing, file], loading)));
    else plays.push(await loadPlay(item, path.dirname(file), loading));
  }
  return plays;
}

/** The plays of another playbook, whose name is relative to the last of those that lead to it; with the import's tags and variables. */
async function importPlays(item: MapNode, importing: readonly string[], loading: Loading): Promise<Play[]> {
  loading.faults.push(...validate(importValidator, item, "An import"));
  const vars = variablesOf(child(item, "vars"), loading);
  const written = child(item, "import_playbook");
  const name = textOf(written);
  if (!written || name === undefined) return [];
  const { origin } = written;
  const file = path.resolve(path.dirname(importing.at(-1) ?? loading.root), name);
  if (importing.includes(file)) {
    const chain = [...importing.slice(importing.indexOf(file)), file].map((one) => displayName(loading.root, one));
    loading.faults.push(loadFault("load/import-cycle", { word: "import_playbook", chain }, { origin }));
    return [];
  }
  const node = await readYaml(file, loading);
  if (node === "missing") {
    const details = [`searched: ${displayName(loading.root, file)}`];
    loading.faults.push(loadFault("load/missing-file", { name, near: undefined }, { origin, details }));
  }
  if (node === "missing" || node === "empty") return [];
  const tags = tagsOf(child(item, "tags"));
  const when = conditionsOf(child(item, "when"), loading);
  const plays = await playsIn(node, file, loading, importing);
  return plays.map((play) => ({
    ...play,
    tags: [...tags, ...play.tags],
    when: [...when, ...play.when],
    vars: joined(play.vars, vars),
  }));
}

async function loadPlay(node: MapNode, folder: string, loading: Loading): Promise<Play> {
  const search = searchPath(loading.root, { folder });
  const hosts = hostsOf(node, loading);
  const tasks = (key: string) => loadTasks(child(node, key), search, loading);
  const play = {
    name: textOf(child(node, "name")) ?? hosts.pattern,
    origin: node.origin,
    hosts,
    when: conditionsOf(child(node, "when"), loading),
    vars: variablesOf(child(node, "vars"), loading),
    prompts: promptsOf(child(node, "vars_prompt"), loading),
    varsFiles: await loadVarsFiles(child(node, "vars_files"), folder, loading),
    preTasks: await tasks("pre_tasks"),
    roles: await loadRoleUses(child(node, "roles"), loading),
    tasks: await tasks("tasks"),
    postTasks: await tasks("post_tasks"),
    handlers: await loadHandlers(child(node, "handlers"), search, loading),
    keywords: runKeywords(node, loading),
    serial: batchSizes(child(node, "serial")),
    tags: tagsOf(child(node, "tags")),
    gatherFacts: booleanOf(child(node, "gather_facts")),
    gatherSubset: subsetOf(namedItems(child(node, "gather_subset")).map(({ name }) => name)),
    anyErrorsFatal: booleanOf(child(node, "any_errors_fatal")) ?? false,
    maxFailPercentage: numberOf(child(node, "max_fail_percentage")),
    order: ORDERS.find((order) => order === textOf(child(node, "order"))) ?? "inventory",
    strategy: STRATEGIES.find((strategy) => strategy === textOf(child(node, "strategy"))),
    placement: placementOf(node, loading),
  };
  await readPending(loading);
  const ofRoles = play.roles.flatMap(({ role }) => [role.tasks, role.handlers, role.verify, role.teardown]);
  const lists = [play.preTasks, play.tasks, play.postTasks, play.handlers, ...ofRoles];
  const loaded: Play = { ...play, includedRoles: includedRoles(lists.flat()) };
  loading.faults.push(...checkNotifications(loaded, loading), ...metaHandlers(loaded));
  return loaded;
}

function hostsOf(node: MapNode, loading: Loading): Play["hosts"] {
  const written = child(node, "hosts");
  const origin = written?.origin ?? node.origin;
  if (written && itemsOf(written).some(isComputed)) {
    const text = itemsOf(written).map((item) => (item.kind === "scalar" ? String(item.value) : ""));
    return { pattern: text.join(":"), origin, tree: toTree(written, loading) };
  }
  const pattern = namedItems(written).map(({ name }) => name);
  return { pattern: pattern.join(":"), origin };
}

/** Looks next to the playbook first, then in the project's folder. */
async function loadVarsFiles(node: Node | undefined, folder: string, loading: Loading): Promise<MapTree[]> {
  const loaded: MapTree[] = [];
  for (const { name, origin } of namedItems(node)) {
    const candidates = [...new Set([path.resolve(folder, name), path.resolve(loading.root, name)])];
    let found: MapTree | undefined | "missing" = "missing";
    for (const candidate of candidates) if (found === "missing") found = await readVariables(candidate, loading);
    if (found === "missing") {
      const details = candidates.map((candidate) => `searched: ${displayName(loading.root, candidate)}`);
      loading.faults.push(loadFault("load/missing-file", { name, near: undefined }, { origin, details }));
    } else if (found) loaded.push(found);
  }
  return loaded;
}

/** The roles of a play in order. A dependency comes before each role that depends on it, with that role's tags and conditions. */
async function loadRoleUses(node: Node | undefined, loading: Loading): Promise<RoleUse[]> {
  const uses: RoleUse[] = [];
  for (const item of itemsOf(node)) {
    const entry = readEntry(item, loading);
    if (!entry) continue;
    const { role, dependencies } = await loadRole(entry, loading);
    const own = { tags: entry.tags, when: entry.when };
    const use = role && { ...entry, own, role, dependencies: rolesOf(dependencies), isDependency: false };
    if (entry.only === undefined) uses.push(...dependencies.map((one) => within(entry, one, use)));
    if (use) uses.push(use);
  }
  return uses;
}
