import path from "node:path";
import { loadFault } from "../errors/catalogue/load.ts";
import { nearest } from "../errors/nearest.ts";
import { displayName, type Reading } from "./reading.ts";
import { isFolder, VARS_ENDING } from "./vars-files.ts";

const MODULES = "Use the modules that `provision doc` lists, or `command`.";
const FILTERS = "Use the helpers and functions that `provision` has, or compute the value in a task and register it.";
const LOOKUPS = "Write the value into a variable, or read it in a task and register it.";
const PLUGINS = "Remove it: plugins of Ansible are not used.";

/** Folders with code that Ansible loads from a role or a project, and what to do instead. */
const CODE: ReadonlyMap<string, string> = new Map([
  ["library", MODULES],
  ["module_utils", MODULES],
  ["action_plugins", MODULES],
  ["filter_plugins", FILTERS],
  ["test_plugins", FILTERS],
  ["lookup_plugins", LOOKUPS],
  ["vars_plugins", LOOKUPS],
  ...[
    "become",
    "cache",
    "callback",
    "cliconf",
    "connection",
    "httpapi",
    "inventory",
    "netconf",
    "shell",
    "strategy",
  ].map((kind) => [`${kind}_plugins`, PLUGINS] as const),
  ["doc_fragments", PLUGINS],
]);

/** The parts of a role whose file is `main.yaml`. */
export const MAIN_PARTS = ["tasks", "handlers", "defaults", "vars", "meta", "verify", "teardown"];
const TASK_PARTS = ["tasks", "handlers", "verify", "teardown"];
const PARTS = [...MAIN_PARTS, "templates", "files"];
/** Those in which other files than the main one are useless. Files in `vars/` can be named by `vars_files` and `-e`. */
const MAIN_WANTED = [...TASK_PARTS, "defaults"];

/** Reports what a role contains and nothing reads, although Ansible would, or its author believes so. */
export async function reportUnread(folder: string, reading: Reading): Promise<void> {
  await warnOfCode(folder, reading);
  const entries = await namesIn(folder, reading);
  // Other files, such as files.md, may have any name.
  const named = entries.filter((name) => !name.includes(".") || VARS_ENDING.test(name));
  for (const name of named) await warnOfNear(path.join(folder, name), PARTS, reading);
  for (const part of MAIN_PARTS.filter((name) => entries.includes(name))) {
    await reportPart(path.join(folder, part), part, reading);
  }
}

/** Warns of modules and plugins in a role, in the project or next to a playbook. */
export async function warnOfCode(folder: string, reading: Reading): Promise<void> {
  for (const name of await namesIn(folder, reading)) {
    const hint = CODE.get(name);
    const full = path.join(folder, name);
    const inside = hint === undefined ? [] : await namesIn(full, reading);
    const isRead =
      name === "library" && mayHaveModules(folder, reading) && inside.some((file) => file.endsWith(".mjs"));
    if (hint !== undefined && inside.length > 0 && !isRead) {
      warn(`${displayName(reading.root, full)}/`, hint, reading);
    }
  }
}

/** Whether modules of a project are looked for in a folder: the project's own, and those of its roles. */
function mayHaveModules(folder: string, { root }: Reading): boolean {
  return folder === root || path.dirname(folder) === path.join(root, "roles");
}

async function reportPart(folder: string, part: string, reading: Reading): Promise<void> {
  const names = await namesIn(folder, reading);
  const hasMain = names.some((name) => /^main(\.(ya?ml|json))?$/.test(name) && name !== "main");
  const main = path.join(folder, "main");
  const mainIsFolder = names.includes("main") && (await isFolder(main));
  if (TASK_PARTS.includes(part) && mainIsFolder) reportTasksFolder(main, hasMain, reading);
  if (hasMain || names.includes("main")) return;
  const known = part === "meta" ? ["main", "argument_specs"] : ["main"];
  const before = reading.warnings.length;
  for (const name of names) await warnOfNear(path.join(folder, name), known, reading);
  const isNear = reading.warnings.length > before;
  if (isNear || !MAIN_WANTED.includes(part) || !names.some((name) => VARS_ENDING.test(name))) return;
  const shown = displayName(reading.root, folder);
  // An include may have named one of its files.
  if (names.some((name) => reading.sources.has(`${shown}/${name}`))) return;
  warn(`${shown}/`, `Only ${shown}/main.yaml would be read: write the content of its files there.`, reading);
}

/** Ansible ignores such a folder as well, but reads one in `defaults/` and `vars/`. */
function reportTasksFolder(main: string, hasMain: boolean, reading: Reading): void {
  const shown = displayName(reading.root, main);
  const hint = `Write its tasks into ${shown}.yaml, in the order in which they run.`;
  if (hasMain) warn(`${shown}/`, hint, reading);
  else {
    const origin = { file: shown, line: 1, col: 1 };
    reading.faults.push(loadFault("load/unread-tasks", { path: shown, hint }, { origin }));
  }
}

/** Warns of a file or folder whose name is almost one of these, or is one of them with another ending or letter case. */
async function warnOfNear(full: string, known: readonly string[], reading: Reading): Promise<void> {
  const name = path.basename(full);
  const stem = name.replace(/\..*$/, "");
  const near = known.find((one) => one === stem.toLowerCase()) ?? nearest(stem, known);
  const isRead = known.includes(name) || (known !== PARTS && known.includes(stem) && VARS_ENDING.test(name));
  if (near === undefined || isRead) return;
  const meant = known !== PARTS ? `${near}.yaml` : (await isFolder(full)) ? near : `${near}/main.yaml`;
  const to = displayName(reading.root, path.join(path.dirname(full), meant));
  warn(displayName(reading.root, full), `If it is a part of the role, rename it to ${to}.`, reading);
}

function warn(shown: string, hint: string, reading: Reading): void {
  reading.warnings.push(loadFault("load/unread-part", { path: shown, hint }));
}

async function namesIn(folder: string, { listings }: Reading): Promise<string[]> {
  const names = (await listings.entries(folder))?.map(({ name }) => name) ?? [];
  return names.filter((name) => !/^\.|~$/.test(name)).sort();
}
