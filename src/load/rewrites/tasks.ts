import type { Edit } from "../../errors/edit.ts";
import type { Fault } from "../../errors/fault.ts";
import type { ModuleRegistry } from "../../module/contract.ts";
import { mapOfFreeForm, writtenFlag } from "../tasks/free-form.ts";
import { textOf, type MapNode, type Node, type NodeEntry } from "../yaml/node.ts";
import { loopFor } from "./loops.ts";
import { flow, separatorIn, yamlText } from "./written.ts";

/** A key and its value, as they should be written. */
type Written = readonly [key: string, value: string];

const REJECTED: ReadonlySet<string> = new Set(["load/not-supported", "load/unknown-key"]);

/** Adds to the faults of a task, block or play what to write instead of Ansible's keys. */
export async function withRewrites(faults: readonly Fault[], task: Node, registry: ModuleRegistry): Promise<Fault[]> {
  if (task.kind !== "map") return [...faults];
  const edited: Fault[] = [];
  for (const fault of faults) {
    const found = REJECTED.has(fault.code) && fault.edit === undefined ? keyAt(task, fault) : undefined;
    const written = found && (await rewritten(found[0], found[1].value, registry));
    const edit = found && written && editOf(task, found[1], written);
    edited.push(edit ? { ...fault, edit } : fault);
  }
  return edited;
}

function keyAt(task: MapNode, { origin }: Fault): readonly [string, NodeEntry] | undefined {
  return [...task.entries].find(([, entry]) => entry.origin.line === origin?.line && entry.origin.col === origin.col);
}

async function rewritten(key: string, value: Node, registry: ModuleRegistry): Promise<readonly Written[] | undefined> {
  if (key.startsWith("with_")) {
    const loop = loopFor(key.slice("with_".length), value);
    if (loop === flow(value)) return [["loop", inItsLines(value)]];
    return loop === undefined ? undefined : [["loop", loop]];
  }
  switch (key) {
    case "include":
      return [["include_tasks", flow(value)]];
    case "sudo":
      return [["become", flagOf(value)]];
    case "sudo_user":
      return [["become_user", flow(value)]];
    case "action":
      return action(value, registry);
    case "local_action": {
      const written = await action(value, registry);
      return written && [...written, ["delegate_to", "localhost"]];
    }
    default:
      return undefined;
  }
}

/** A value as it is written below its key, each item in a line of its own; on one line if it is on one. */
function inItsLines(value: Node): string {
  const isBelow = value.kind === "list" && value.items.length > 1 && value.items[1]?.origin.line !== value.origin.line;
  if (!isBelow) return flow(value);
  return value.items.map((item) => `\n${" ".repeat(value.origin.col - 1)}- ${flow(item)}`).join("");
}

function flagOf(value: Node): string {
  return writtenFlag(textOf(value) ?? "") ?? flow(value);
}

/** `copy src=a dest=b`, or a map in which `module` names the module. */
async function action(value: Node, registry: ModuleRegistry): Promise<readonly Written[] | undefined> {
  if (value.kind === "map") {
    const name = textOf(value.entries.get("module")?.value);
    const args = new Map([...value.entries].filter(([key]) => key !== "module"));
    return name === undefined ? undefined : [[name, args.size === 0 ? "{}" : flow({ ...value, entries: args })]];
  }
  const [, name = "", args = ""] = /^([\w.]+)(?:\s+([^]*))?$/.exec(textOf(value)?.trim() ?? "") ?? [];
  const module = registry.names.includes(name) ? await registry.load(name) : undefined;
  if (!module) return undefined;
  const map = mapOfFreeForm(args, module.args);
  return [[name, map ?? (args === "" ? "{}" : yamlText(args))]];
}

/** Replaces an entry of a map; further entries follow in the map's form. */
function editOf(task: MapNode, entry: NodeEntry, written: readonly Written[]): Edit | undefined {
  const { origin, value } = entry;
  const separator = separatorIn(task, entry);
  const text = written.map(([key, one]) => (one.startsWith("\n") ? `${key}:${one}` : `${key}: ${one}`)).join(separator);
  return value.until && { from: { line: origin.line, col: origin.col }, to: value.until, text };
}
