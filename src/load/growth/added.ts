import type { Tree } from "../../language/tree.ts";
import type { ArgsSchema } from "../../module/schema.ts";
import type { Task } from "../project.ts";
import type { Reading } from "../reading.ts";
import { splitAtCommas } from "../validation/coerce.ts";

/** Records the hosts and groups that a task adds to the inventory. */
export function recordAdded(
  { module, args }: Pick<Task, "module" | "args">,
  schema: ArgsSchema,
  { added }: Reading,
): void {
  if (module !== "add_host" && module !== "group_by") return;
  for (const [name, { origin, value }] of args.entries) {
    if (Object.hasOwn(schema.properties, name)) recordNames(value, added);
    else added.variables.push({ name, origin });
  }
}

/** Whether a task concerns the inventory as a whole, so that one host runs it for all. */
export function isForInventory({ module, args }: Pick<Task, "module" | "args">): boolean {
  const action = args.entries.get("action")?.value;
  const isRefresh = module === "meta" && action?.kind === "literal" && action.value === "refresh_inventory";
  return module === "add_host" || isRefresh;
}

function recordNames(tree: Tree, added: Reading["added"]): void {
  if (tree.kind === "list") for (const item of tree.items) recordNames(item, added);
  else if (tree.kind === "literal") for (const name of splitAtCommas(String(tree.value))) added.names.add(name);
  else added.isOpen = true;
}
