import { inventoryFault } from "../../errors/catalogue/inventory.ts";
import type { Fault } from "../../errors/fault.ts";
import { displayName, type Reading } from "../../load/reading.ts";
import { child, textOf, type Node } from "../../load/yaml/node.ts";
import { hostEntries } from "./entries.ts";

/** What an inventory is instead of YAML in Ansible's form, and what to do about it. */
interface OtherFormat {
  readonly format: string;
  readonly hint: string;
}

/** The format of an inventory's text by its ending and its beginning; a fault if it cannot be read. */
export function textFormat(text: string, name: string): "yaml" | "ini" | Fault {
  if (/\.ini$/.test(name)) return "ini";
  if (text.startsWith("#!")) {
    const hint = "Remove the ending of its name, make it executable with `chmod +x`, and name it with -i.";
    return inventoryFault("inventory/format", {
      path: name,
      format: "a program",
      expected: "its name is that of data",
      hint,
    });
  }
  if (isToml(text, name))
    return inventoryFault("inventory/format", { path: name, format: "a TOML file", hint: convert(name) });
  if (isIni(text)) return "ini";
  const hosts = namesIn(text);
  if (hosts === undefined) return "yaml";
  if (!/\.(ya?ml|json)$/.test(name) && !text.includes(",")) return "ini";
  return inventoryFault("inventory/format", { path: name, format: "a list of hosts", hint: writeHosts(hosts) });
}

/** The fault of an inventory that is valid YAML of another kind: a plugin's configuration, a list of hosts, a playbook. */
export function documentFault(node: Node, file: string, reading: Reading): Fault | undefined {
  const name = displayName(reading.root, file);
  const other = kindOfDocument(node, reading.sources.get(name) ?? "", name);
  return (
    other &&
    inventoryFault(
      "inventory/format",
      { path: name, ...(node.kind !== "scalar" && { expected: "must be a map of groups" }), ...other },
      { origin: node.origin },
    )
  );
}

const convert = (name: string): string =>
  `Convert it with \`ansible-inventory -i ${name} --list --yaml\`, and name the result with -i.`;
const writeHosts = (hosts: string): string => `Write each host as a key: \`all: { hosts: ${hosts} }\`.`;

function isToml(text: string, name: string): boolean {
  return /\.toml$/.test(name) || /^\[(\[[A-Za-z][^\]]*\]|[^\]\s]+\.[^\]]*)\]\s*$/m.test(text);
}

/** Whether a line is that of a section, or the first one is a host with variables. */
function isIni(text: string): boolean {
  const [first = ""] = /^(?![#;]|\s*$).*$/m.exec(text) ?? [];
  const host = /^(?:\[[^\]]*\]|[^\s:{[])+(?::\d+)?(?:\s+[\w.-]+=)/;
  return /^\[[^\],]+\]\s*([#;].*)?$/m.test(text) || host.test(first);
}

/** The map to write for names of hosts, each on its line or separated by commas; undefined if the text is something else. */
function namesIn(text: string): string | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(^|\s)[#;].*$/, "").trim());
  return hostEntries(lines.flatMap((line) => line.split(/\s*,\s*/)).filter((word) => word !== ""));
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
