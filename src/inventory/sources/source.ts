import { readdir, realpath } from "node:fs/promises";
import path from "node:path";
import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import type { Fault } from "../../errors/fault.ts";
import { displayName, readText, type Reading } from "../../load/reading.ts";
import { isFolder } from "../../load/vars-files.ts";
import type { Draft } from "../draft.ts";
import { textFormat } from "./format.ts";
import { isHostList, readHostList } from "./host-list.ts";
import { readIni } from "./ini/ini.ts";
import { isProgram, readProgram, type RunProgram } from "./program.ts";
import { readYamlInventory } from "./yaml.ts";

/** What inventories are added to, and how programs that print one are run; without that, they are rejected. */
export interface Sources {
  readonly draft: Draft;
  readonly reading: Reading;
  readonly run: RunProgram | undefined;
}

/** Adds what an `-i` names: hosts, a file, a program, or all inventories in a folder. Later sources take precedence. */
export async function readSource(name: string, sources: Sources): Promise<void> {
  const { reading } = sources;
  const file = path.resolve(reading.root, name);
  if (await isHostList(name, file)) readHostList(name, sources);
  else if (await isFolder(file)) await readFolder(file, sources, []);
  else if (await isProgram(file)) await readProgram(file, sources);
  else await readFile(file, sources);
}

/** The folder next to whose inventory other files belong: variables, secrets, locks. For a folder of inventories, that folder. */
export async function folderOf(name: string, root: string): Promise<string> {
  const file = path.resolve(root, name);
  return (await isFolder(file)) ? file : path.dirname(file);
}

async function readFile(file: string, { draft, reading }: Sources): Promise<void> {
  const text = await readText(file, reading);
  if (text === undefined) reading.faults.push(await missingFault(file, reading));
  else {
    const name = displayName(reading.root, file);
    const format = textFormat(text, name);
    if (format === "ini") readIni(text, name, draft, reading);
    else if (format === "yaml") await readYamlInventory(file, draft, reading);
    else reading.faults.push(format);
  }
}

/** What Ansible ignores in a folder of inventories, and files that belong next to an inventory here. */
const IGNORED = /^\.|^(host_vars|group_vars|vars_plugins)$|~$|\.(pyc|pyo|swp|bak|rpm|md|txt|rst|orig|ini|cfg|retry)$/;
const NEIGHBOURS = ["secrets.yaml", "generated_secrets.yaml", "images.lock.yaml"];

/** `inside` has the folders that it is in, so that a link to one of them is not followed for ever. */
async function readFolder(folder: string, sources: Sources, inside: readonly string[]): Promise<void> {
  const { reading } = sources;
  const real = await realpath(folder);
  const names = inside.includes(real) ? [] : (await readdir(folder)).sort();
  const read = names.filter((name) => !IGNORED.test(name) && !NEIGHBOURS.includes(name));
  for (const name of names.filter((name) => /^[^.].*\.ini$/.test(name))) {
    reading.warnings.push(
      inventoryFault("inventory/ignored-file", { path: displayName(reading.root, path.join(folder, name)) }),
    );
  }
  if (read.length === 0 && inside.length === 0) reading.faults.push(emptyFolder(folder, names, reading));
  for (const name of read) {
    const file = path.join(folder, name);
    if (await isFolder(file)) await readFolder(file, sources, [...inside, real]);
    else if (await isProgram(file)) {
      const shown = displayName(reading.root, file);
      const hint = `Name it with -i itself: a program in a folder is not run. If it is no program, remove the permission to execute it: chmod -x ${shown}.`;
      reading.faults.push(
        inventoryFault("inventory/program", { path: shown, problem: "it is a program in a folder", hint }),
      );
    } else await readFile(file, sources);
  }
}

function emptyFolder(folder: string, names: readonly string[], { root }: Reading): Fault {
  const shown = displayName(root, folder);
  const ini = names.find((name) => /^[^.].*\.ini$/.test(name));
  const hint =
    ini === undefined
      ? "Name a file or a folder with inventories after -i."
      : `Name ${path.posix.join(shown, ini)} itself after -i: in a folder, as in Ansible, files that end with .ini are ignored.`;
  return inventoryFault("inventory/format", { path: shown, format: "a folder without inventories", hint });
}

/** Names of inventories that other projects have. */
const OTHER_NAMES = ["inventory.ini", "inventory", "inventory.json", "hosts.yaml", "hosts.yml", "hosts.ini", "hosts"];

async function missingFault(file: string, { root }: Reading): Promise<Fault> {
  const entries = await readdir(root).catch((): string[] => []);
  const existing = OTHER_NAMES.find((name) => entries.includes(name));
  const parameters = { path: displayName(root, file), existing };
  return inventoryFault("inventory/missing-file", parameters, { details: EXAMPLE });
}

const EXAMPLE = [
  "all:",
  "  vars:",
  "    ssh_user: deploy",
  "  children:",
  "    main:",
  "      hosts:",
  "        server1:",
  '          address: "{{ SERVER1 }}"',
  "    worker:",
  "      hosts:",
  "        server2:",
  '          address: "{{ SERVER2 }}"',
];
