import { inventoryFault } from "../errors/catalogue/inventory.ts";
import type { Fault } from "../errors/fault.ts";
import { nearest } from "../errors/nearest.ts";
import type { NameUse } from "../language/scope-interface.ts";
import type { Layer } from "../language/scope.ts";
import type { MapTree, Tree } from "../language/tree.ts";
import type { Reading } from "../load/reading.ts";
import { define, type DefinedAt } from "../load/variables.ts";
import { showOrigin, type Origin } from "../model/origin.ts";
import type { WrittenMap } from "./draft.ts";
import { mentionsIn, type Mentions } from "./mentions.ts";
import { adviceFor, isUnsupported, OTHER_NAMES } from "./setting-advice.ts";
import {
  ADDRESSES,
  GROUP_PRIORITY,
  longNames,
  longSetting,
  preferredName,
  SHORT_NAMES,
  shortSetting,
  type SettingKey,
} from "./setting-names.ts";

/** A name in a map of variables, as it was written. */
interface Written {
  readonly name: string;
  /** Undefined on the command line. */
  readonly origin: Origin | undefined;
  readonly value: Tree;
  readonly place: WrittenMap["place"] | "command line";
}

/**
 * Finds names in the inventory that are meant as connection settings but are none, or that have no effect. Only names that nothing
 * in the project reads can be mistakes; so this must come after all files have been read.
 */
export function checkInventorySettings(maps: readonly WrittenMap[], reading: Reading): void {
  const reported = new Set<string>();
  const ordinary = new Set<string>();
  const mentions = mentionsIn(reading);
  for (const { place, map } of maps) {
    reading.faults.push(...settingsTwice(map, place));
    for (const [name, { origin, value }] of map.entries) {
      const key = `${origin.file} ${name}`;
      const kind = `${place} ${value.kind} ${name}`;
      // A setting of many hosts is reported once per file, and a variable of thousands of hosts is looked at once.
      if (reported.has(key) || ordinary.has(kind)) continue;
      if (report({ name, origin, value, place }, { reading, mentions })) reported.add(key);
      else if (!isUnsupported(name)) ordinary.add(kind);
    }
  }
}

/** Finds the same among the variables of `-e`. Any other name that nothing reads is not a matter of settings. */
export function checkExtraSettings({ variables }: Layer, reading: Reading): void {
  const origin = { file: "", line: 1, col: 1 };
  const mentions = mentionsIn(reading);
  reading.faults.push(...extraTwice(variables));
  for (const [name, variable] of variables) {
    if (!/^(ansible|ssh)_/.test(name) || variable.from !== "data") continue;
    const text = typeof variable.value === "string" ? variable.value : "";
    const value: Tree = { kind: "literal", value: text, origin };
    report({ name, origin: undefined, value, place: "command line" }, { reading, mentions });
  }
}

/** Names of one setting with different values on the command line, of which only one would count. */
function extraTwice(variables: Layer["variables"]): Fault[] {
  const first = new Map<string, readonly [string, string]>();
  return [...variables].flatMap(([name, variable]) => {
    const key = longSetting(name);
    if (key === undefined || variable.from !== "data") return [];
    const value = JSON.stringify(variable.value, (_, one: unknown) => (typeof one === "bigint" ? String(one) : one));
    const [other, otherValue] = first.get(key) ?? [];
    if (other === undefined) first.set(key, [name, value]);
    if (other === undefined || value === otherValue) return [];
    return [inventoryFault("inventory/setting-twice", { name, other }, { details: [`-e ${other}=… -e ${name}=…`] })];
  });
}

/**
 * Finds connection settings among the variables of playbooks, roles, `.env` and secrets, where they have no effect: Ansible's are
 * errors; ours may also be ordinary variables, so that those that nothing reads are warned about.
 */
export function checkPlaybookSettings(definitions: readonly NameUse[], reading: Reading): void {
  const { isRead } = mentionsIn(reading);
  for (const { name, origin } of definitions) {
    const ours = name.startsWith("ansible_") ? undefined : (longSetting(name) ?? shortSetting(name));
    if (ours !== undefined && isKey(name, origin, reading) && !isRead(name)) {
      warned(inventoryFault("inventory/unread-setting", { name, instead: preferredName(ours) }, { origin }), reading);
    }
    // The value is not known, so that Ansible's other settings are only warned about.
    const advice = isUnsupported(name) && !isRead(name) ? adviceFor(name, undefined) : undefined;
    if (advice) warned(inventoryFault("inventory/unused-setting", { name, hint: advice.hint }, { origin }), reading);
    const key = name.startsWith("ansible_") ? longSetting(name) : undefined;
    if (key === undefined) continue;
    const isBecome = key === "become" || key === "become_user";
    reading.faults.push(inventoryFault("inventory/setting-elsewhere", { name, isBecome }, placeOf(key, origin)));
  }
}

/** Finds Ansible's names of settings among what tasks give to the hosts that they add. All other names but ours are variables. */
export function checkAddedSettings(reading: Reading): void {
  for (const { name, origin } of reading.added.variables) {
    const key = longSetting(name);
    const isOurs = (key !== undefined && !name.startsWith("ansible_")) || SHORT_NAMES.includes(name);
    if (isOurs) continue;
    const ours = key && [preferredName(key), key].find((one) => !one.startsWith("ansible_"));
    const hint = ours === undefined ? adviceFor(name, undefined)?.hint : `Write \`${ours}\`.`;
    if (hint === undefined) define(name, { origin }, reading);
    else reading.faults.push(inventoryFault("inventory/unsupported-setting", { name, hint }, { origin }));
  }
}

/** Where a setting is written. A frame of the code would show a password. */
function placeOf(key: SettingKey, origin: Origin): DefinedAt {
  return key === "password" ? { details: [showOrigin(origin)] } : { origin };
}

function settingsTwice({ entries }: MapTree, place: WrittenMap["place"]): Fault[] {
  const first = new Map<string, string>();
  return [...entries].flatMap(([name, { origin, value }]) => {
    const key = longSetting(name) ?? (place === "inventory file" ? shortSetting(name) : undefined);
    if (key === undefined) return [];
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, name);
      return [];
    }
    if (sameValue(value, entries.get(other)?.value)) return [];
    return [inventoryFault("inventory/setting-twice", { name, other }, placeOf(key, origin))];
  });
}

function sameValue(one: Tree, other: Tree | undefined): boolean {
  return one.kind === "literal" && other?.kind === "literal" && one.value === other.value;
}

interface Context {
  readonly reading: Reading;
  readonly mentions: Mentions;
}

/** Reports a name that is not what it seems to be; returns whether it did. */
function report(written: Written, { reading, mentions }: Context): boolean {
  const { name, origin, place } = written;
  const known = longSetting(name) !== undefined || (/inventory/.test(place) && name === GROUP_PRIORITY);
  if (known || (place === "inventory file" && SHORT_NAMES.includes(name))) return false;
  if (isUnsupported(name)) return reportUnsupported(written, reading);
  if (mentions.isRead(name)) return false;
  if (name === "vars" && place === "inventory file") {
    const hint = "Write the variables of a host directly below its name, without `vars:`.";
    return warned(inventoryFault("inventory/unused-setting", { name, hint }, { origin }), reading);
  }
  const short = shortSetting(name);
  if (short !== undefined) {
    const instead = preferredName(short);
    return warned(inventoryFault("inventory/setting-as-variable", { name, instead }, { origin }), reading);
  }
  return name.startsWith("ansible_") ? reportUnknown(written, reading) : reportMisspelt(written, reading);
}

function reportUnsupported({ name, origin, value }: Written, reading: Reading): boolean {
  const text = value.kind === "literal" ? String(value.value) : undefined;
  const advice = adviceFor(name, text);
  if (!advice) return false;
  const parameters = { name, hint: advice.hint };
  if (advice.level === "warning") {
    return warned(inventoryFault("inventory/unused-setting", parameters, { origin }), reading);
  }
  reading.faults.push(inventoryFault("inventory/unsupported-setting", parameters, { origin }));
  return true;
}

/** Names that begin with `ansible_` are Ansible's own, so one that is almost a setting is an error. */
function reportUnknown({ name, origin }: Written, reading: Reading): boolean {
  const candidates = longNames("ansible_");
  const near = nearest(name, candidates, 2);
  const fault = inventoryFault(
    "inventory/unknown-setting",
    { name, near: near ?? nearest(name, candidates) },
    { origin },
  );
  if (near === undefined) return warned(fault, reading);
  reading.faults.push(fault);
  return true;
}

/** Any other name may be that of a variable which another playbook reads, so it is only warned about. */
function reportMisspelt({ name, origin, value, place }: Written, reading: Reading): boolean {
  if (value.kind === "list" || value.kind === "map") return false;
  const short = place === "inventory file" ? SHORT_NAMES : ADDRESSES;
  const other = place === "inventory file" ? OTHER_NAMES.get(name) : undefined;
  const near = other ?? nearest(name, [...short, ...longNames("ssh_")], name.length < 8 ? 1 : 2);
  return (
    near !== undefined && warned(inventoryFault("inventory/misspelt-setting", { name, near }, { origin }), reading)
  );
}

function warned(fault: Fault, reading: Reading): true {
  reading.warnings.push(fault);
  return true;
}

/** Whether a name is written as a key, not as the value of `register` or `loop_var`. */
function isKey(name: string, { file, line, col }: Origin, { sources }: Reading): boolean {
  const row = sources.get(file)?.split(/\r?\n/, line)[line - 1] ?? "";
  return /^["']?\s*[:=]/.test(
    row
      .slice(col - 1)
      .replace(/^["']/, "")
      .slice(name.length),
  );
}
