import { inventoryFault } from "../../../errors/catalogue/inventory.ts";
import type { Fault } from "../../../errors/fault.ts";
import { nearest } from "../../../errors/nearest.ts";
import type { Reading } from "../../../load/reading.ts";
import type { Origin } from "../../../model/origin.ts";
import { groupNamed, hostNamed, type Draft } from "../../draft.ts";
import { groupNameFault, hostNameFault } from "../../names.ts";
import { expandRange } from "../../ranges.ts";
import { addVariables, type IniVariable } from "./variables.ts";
import { splitAddress } from "./address.ts";
import { splitWords, type Word } from "./words.ts";

interface Context {
  readonly file: string;
  readonly draft: Draft;
  readonly reading: Reading;
  /** Groups that have a section of their own, or hosts of an earlier inventory. */
  readonly declared: Set<string>;
  /** Groups that another section names, which must have a section of their own somewhere. */
  readonly named: { readonly group: string; readonly as: "vars" | "child"; readonly origin: Origin }[];
}

interface Section {
  readonly group: string | undefined;
  readonly kind: "hosts" | "children" | "vars";
}

const KINDS = ["hosts", "children", "vars"] as const;
const SECTION = /^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$/;

/** Adds an inventory in Ansible's INI format to the draft. `file` is its name in origins. */
export function readIni(text: string, file: string, draft: Draft, reading: Reading): void {
  const declared = new Set([...draft.groups.keys(), "all", "ungrouped"]);
  const context: Context = { file, draft, reading, declared, named: [] };
  let section: Section | undefined = { group: undefined, kind: "hosts" };
  for (const [index, written] of text.split(/\r\n|[\n\r]/).entries()) {
    const line = written.trimEnd();
    const col = line.length - line.trimStart().length + 1;
    const at = { file, line: index + 1, col };
    if (line === "" || /^[;#]/.test(line.trimStart())) continue;
    if (/^\[/.test(line.trimStart()) && SECTION.test(line.trimStart())) {
      section = startSection(line.trimStart(), at, context);
    } else if (/^\[.*\]$/.test(line.trimStart())) {
      section = undefined;
      syntax("This is not the beginning of a section", SECTION_HINT, at, context);
    } else if (section) readLine(line, { at, section }, context);
  }
  for (const { group, as, origin } of context.named) {
    if (!context.declared.has(group)) undeclared({ group, as, origin }, context);
  }
}

const SECTION_HINT =
  "Write `[group]`, `[group:children]` or `[group:vars]`, without blanks. A host whose name begins with a range has more text after it.";

/** Undefined if it has a fault, so that its lines are not read. */
function startSection(line: string, at: Origin, context: Context): Section | undefined {
  const [, group = "", written = "hosts"] = SECTION.exec(line) ?? [];
  const kind = KINDS.find((name) => name === written);
  if (!kind) {
    const near = nearest(written, KINDS) ?? "vars";
    syntax(`A section has no part \`${written}\``, `Write \`[${group}:${near}]\`.`, at, context);
    return undefined;
  }
  const origin = { ...at, col: at.col + 1, end: at.col + 1 + group.length };
  if (kind === "vars") context.named.push({ group, as: "vars", origin });
  else {
    const fault = context.declared.has(group) ? undefined : groupNameFault(group, origin);
    if (fault) context.reading.faults.push(fault);
    context.declared.add(group);
  }
  groupNamed(context.draft, group, origin);
  return { group, kind };
}

interface Line {
  readonly at: Origin;
  readonly section: Section;
}

function readLine(line: string, { at, section }: Line, context: Context): void {
  const { kind, group = "ungrouped" } = section;
  if (kind === "vars") readVariable(line, { at, group }, context);
  else if (kind === "children") readChild(line.trimStart(), { at, group }, context);
  else readHosts(line, { at, group: section.group }, context);
}

function readVariable(line: string, { at, group }: { at: Origin; group: string }, context: Context): void {
  const equals = line.indexOf("=");
  if (equals < 0) {
    syntax(`\`${line.trim()}\` is not a variable`, "Write `name=value`.", at, context);
    return;
  }
  const value = line.slice(equals + 1).trim();
  const col = line.length - value.length + 1;
  const columns = Array.from({ length: value.length + 1 }, (_, index) => col + index);
  const variable = { name: line.slice(0, equals).trim(), origin: at, text: value, columns };
  addVariables([variable], { group }, context);
}

function readChild(line: string, { at, group }: { at: Origin; group: string }, context: Context): void {
  const name = /^([^:\]\s]+)\s*(?:#.*)?$/.exec(line)?.[1];
  if (name === undefined) {
    syntax(`\`${line}\` is not the name of a group`, "Write one group on each line.", at, context);
    return;
  }
  const origin = { ...at, end: at.col + name.length };
  context.named.push({ group: name, as: "child", origin });
  const { children } = groupNamed(context.draft, group, origin);
  if (!children.has(name)) children.set(name, origin);
  groupNamed(context.draft, name, origin);
}

function readHosts(line: string, { at, group }: { at: Origin; group: string | undefined }, context: Context): void {
  const split = splitWords(line);
  if (!split.ok) {
    syntax(
      `In this line, ${split.problem}`,
      "Close it, or write the value in quotes.",
      { ...at, col: split.col },
      context,
    );
    return;
  }
  const [host, ...rest] = split.words;
  if (!host) return;
  const { cut } = split;
  if (cut !== undefined)
    context.reading.warnings.push(inventoryFault("inventory/ini-comment", {}, { origin: { ...at, col: cut } }));
  const { names, port } = hostNames(host, at, context);
  const open = rest.find(({ text }) => /\{\{(?!.*\}\})/s.test(text));
  if (open) {
    const origin = { ...at, col: open.columns[0] ?? at.col };
    syntax("This template ends at the blank", 'Write the value in quotes: `name="{{ … }}"`.', origin, context);
  }
  const variables = open ? [] : rest.flatMap((word) => variableIn(word, at, context) ?? []);
  for (const name of names) {
    hostNamed(context.draft, name, at);
    if (group !== undefined) groupNamed(context.draft, group, at).hosts.add(name);
  }
  const ports = port === undefined || variables.some(({ name }) => name === "ansible_port") ? [] : [port];
  addVariables([...ports, ...variables], { hosts: names }, context);
}

function hostNames(word: Word, at: Origin, { reading }: Context) {
  const { name, port } = splitAddress(word.text);
  const origin = { ...at, end: word.columns.at(-1) ?? at.col };
  const names = expandRange(name);
  if (!names) reading.faults.push(inventoryFault("inventory/bad-range", { name }, { origin }));
  const fault = names?.[0] === undefined ? undefined : nameFault(names[0], origin);
  if (fault) reading.faults.push(fault);
  const columns = word.columns.slice(-1 - (port?.length ?? 0));
  const variable = port === undefined ? undefined : { name: "ansible_port", origin, text: port, columns };
  return { names: fault ? [] : (names ?? []), port: variable };
}

function nameFault(name: string, origin: Origin): Fault | undefined {
  const fault = hostNameFault(name, origin);
  const [, user, host = ""] = /^([^\s@]+)@([^\s@]+)$/.exec(name) ?? [];
  if (!fault || user === undefined || hostNameFault(host, origin)) return fault;
  return inventoryFault("inventory/bad-host-name", { name, instead: `${host} ansible_user=${user}` }, { origin });
}

function variableIn({ text, columns }: Word, at: Origin, context: Context): IniVariable | undefined {
  const equals = text.indexOf("=");
  const origin = { ...at, col: columns[0] ?? at.col };
  if (equals >= 0) {
    return { name: text.slice(0, equals), origin, text: text.slice(equals + 1), columns: columns.slice(equals + 1) };
  }
  const hint = "Write `name=value`, in quotes if the value contains blanks, and each host on a line of its own.";
  syntax(`\`${text}\` after the name of a host is not a variable`, hint, origin, context);
  return undefined;
}

function undeclared({ group, as, origin }: Context["named"][number], { declared, reading }: Context): void {
  const near = nearest(group, declared);
  const problem =
    as === "vars"
      ? `The group \`${group}\`, whose variables these are, has no section`
      : `The group \`${group}\` has no section`;
  const hint = near === undefined ? `Add \`[${group}]\`, or remove this line.` : `Did you mean \`${near}\`?`;
  reading.faults.push(inventoryFault("inventory/ini-syntax", { problem, hint }, { origin }));
}

function syntax(problem: string, hint: string, origin: Origin, { reading }: Context): void {
  reading.faults.push(inventoryFault("inventory/ini-syntax", { problem, hint }, { origin }));
}
