import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import type { Fault } from "../../errors/fault.ts";
import { displayName, readText, type Reading } from "../../load/reading.ts";
import { child, textOf, type Node } from "../../load/yaml/node.ts";
import { hostEntries } from "./entries.ts";

/** What an inventory is instead of YAML in Ansible's form, and what to do about it. */
interface OtherFormat {
  readonly format: string;
  readonly hint: string;
}

/** The fault of an inventory that is not a file of text in YAML: a folder, a program, INI. Its content is not parsed. */
export async function formatFault(file: string, reading: Reading): Promise<Fault | undefined> {
  const name = displayName(reading.root, file);
  const other = (await kindOfFile(file, name)) ?? kindOfText((await readText(file, reading)) ?? "", name);
  return other && inventoryFault("inventory/format", { path: name, ...other });
}

/** The fault of an inventory that is valid YAML of another kind: a plugin's configuration, a list of hosts, a playbook. */
export function documentFault(node: Node, file: string, reading: Reading): Fault | undefined {
  const name = displayName(reading.root, file);
  const other = kindOfDocument(node, reading.sources.get(name) ?? "", name);
  return (
    other &&
    inventoryFault(
      "inventory/format",
      { path: name, isYaml: node.kind !== "scalar", ...other },
      { origin: node.origin },
    )
  );
}

const convert = (name: string): string =>
  `Convert it with \`ansible-inventory -i ${name} --list --yaml\`, and name the result with -i.`;
const writeHosts = (hosts: string): string => `Write each host as a key: \`all: { hosts: ${hosts} }\`.`;

async function kindOfFile(file: string, name: string): Promise<OtherFormat | undefined> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) return { format: "a folder", hint: await namesOfFiles(file, name) };
  // On some file systems every file is executable, so the ending counts, too.
  const executable = found?.isFile() === true && (found.mode & 0o111) !== 0 && !/\.(ya?ml|json)$/.test(file);
  const isProgram = executable || (found?.isFile() === true && /\.(py|sh|rb|pl|php|js)$/.test(file));
  return isProgram ? { format: "a program", hint: convert(name) } : undefined;
}

/** Ansible skips these files, and those whose name begins with a dot, in a folder of inventories. */
const SKIPPED = /^\.|~$|\.(orig|cfg|retry|pyc|pyo|bak|md)$|^(group|host)_vars$/;

async function namesOfFiles(folder: string, name: string): Promise<string> {
  const entries = (await readdir(folder).catch((): string[] => [])).filter((entry) => !SKIPPED.test(entry)).sort();
  const flags = entries.slice(0, 5).map((entry) => `-i ${path.posix.join(name, entry)}`);
  if (flags.length === 0) return "Name a file after -i: the folder contains none.";
  return `Name its files, the most important last: ${flags.join(" ")}${entries.length > 5 ? " …" : ""}.`;
}

/** Formats that YAML would report as a syntax error somewhere in the file. */
function kindOfText(text: string, name: string): OtherFormat | undefined {
  if (text.startsWith("#!")) return { format: "a program", hint: convert(name) };
  if (/\.toml$/.test(name) || /^\[(\[[A-Za-z][^\]]*\]|[^\]\s]+\.[^\]]*)\]\s*$/m.test(text)) {
    return { format: "a TOML file", hint: convert(name) };
  }
  const [first = ""] = /^(?![#;]|\s*$).*$/m.exec(text) ?? [];
  const ini = /^\[[^\],]+\]\s*([#;].*)?$/m.test(text) || /^[^\s:{]+(:\d+)?(\s+\w+=\S+)+/.test(first);
  return ini ? { format: "an INI file", hint: convert(name) } : listOfWords(text);
}

/** Names of hosts, each on its line or separated by commas. */
function listOfWords(text: string): OtherFormat | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(^|\s)[#;].*$/, "").trim());
  const hosts = hostEntries(lines.flatMap((line) => line.split(/\s*,\s*/)).filter((word) => word !== ""));
  return hosts === undefined ? undefined : { format: "a list of hosts", hint: writeHosts(hosts) };
}

function kindOfDocument(node: Node, text: string, name: string): OtherFormat | undefined {
  if (node.kind === "scalar") return PLAIN_TEXT;
  if (node.kind === "list") return kindOfList(node);
  const plugin = textOf(child(node, "plugin"));
  if (plugin !== undefined) {
    return { format: `a configuration of Ansible's inventory plugin ${plugin}`, hint: convert(name) };
  }
  return isDynamic(node, text) ? DYNAMIC : undefined;
}

const PLAIN_TEXT: OtherFormat = {
  format: "plain text",
  hint: writeHosts("{ server1: { address: 192.0.2.1 } }"),
};

const DYNAMIC: OtherFormat = {
  format: "the JSON that a dynamic inventory prints",
  hint: "Add --yaml to the command: `ansible-inventory -i SOURCE --list --yaml`, with the script or plugin as SOURCE, prints what can be read.",
};

/** JSON with `_meta`, or with lists of hosts as the values of groups. */
function isDynamic(node: Node, text: string): boolean {
  if (node.kind !== "map") return false;
  if (child(child(node, "_meta"), "hostvars") !== undefined) return true;
  if (!text.trimStart().startsWith("{")) return false;
  return [...node.entries.values()].some(
    ({ value }) =>
      value.kind === "list" || child(value, "hosts")?.kind === "list" || child(value, "children")?.kind === "list",
  );
}

function kindOfList(node: Node & { kind: "list" }): OtherFormat {
  if (node.items.some((item) => child(item, "hosts") !== undefined)) {
    return { format: "a playbook", hint: "Name the inventory after -i, and playbooks without a flag." };
  }
  const hosts = hostEntries(node);
  return hosts === undefined
    ? { format: "a list", hint: writeHosts("{ server1: {}, server2: {} }") }
    : { format: "a list of hosts", hint: writeHosts(hosts) };
}
