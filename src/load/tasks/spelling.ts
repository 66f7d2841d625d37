import { INCLUDE_WORDS } from "../schemas/include.ts";
import { taskSchema } from "../schemas/task.ts";
import type { Node, NodeEntry } from "../yaml/node.ts";
import { setOf } from "./module-key.ts";

/** Ansible's collections of which some modules exist here, too. */
const WITH_COLLECTION = /^(?:ansible\.(?:builtin|legacy|posix)|community\.\w+)\.(\w+)$/;

/** Ansible's other names of modules. */
const SAME: Readonly<Record<string, string>> = { systemd: "service", systemd_service: "service", yum: "dnf" };

const KEYWORDS: ReadonlySet<string> = new Set([...INCLUDE_WORDS, ...Object.keys(taskSchema.properties)]);

/** An entry of a list of tasks with the names of modules as they are spelled here: `ansible.builtin.copy` is `copy`. */
export function spelledHere(node: Node, modules: readonly string[]): Node {
  if (node.kind !== "map") return node;
  const known = setOf(modules);
  const entries = [...node.entries].map(([key, entry]): [string, NodeEntry] => {
    const short = WITH_COLLECTION.exec(key)?.[1] ?? key;
    const name = SAME[short] ?? short;
    const isKnown = known.has(name) || KEYWORDS.has(name);
    return isKnown && !node.entries.has(name) ? [name, entry] : [key, entry];
  });
  return { ...node, entries: new Map(entries) };
}
