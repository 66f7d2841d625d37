import type { Tree } from "../language/tree.ts";
import type { ArgsSchema } from "../module/schema.ts";
import type { Task } from "./project.ts";
import type { Reading } from "./reading.ts";
import { splitAtCommas } from "./validation/coerce.ts";

/** Records the hosts and groups that a task adds to the inventory. Returns whether it adds a host, which it does once for all hosts. */
export function recordAdded({ module, args }: Pick<Task, "module" | "args">, schema: ArgsSchema, { added }: Reading) {
  if (module !== "add_host" && module !== "group_by") return false;
  for (const [name, { origin, value }] of args.entries) {
    if (Object.hasOwn(schema.properties, name)) recordNames(value, added);
    else added.variables.push({ name, origin });
  }
  return module === "add_host";
}

function recordNames(tree: Tree, added: Reading["added"]): void {
  if (tree.kind === "list") for (const item of tree.items) recordNames(item, added);
  else if (tree.kind === "literal") for (const name of splitAtCommas(String(tree.value))) added.names.add(name);
  else added.isOpen = true;
}
