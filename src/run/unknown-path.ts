import { evaluate } from "../language/evaluate.ts";
import { Unknown } from "../model/unknown.ts";
import type { TaskOnHost } from "./task-on-host.ts";
import { moduleOf } from "./task/invocation.ts";
import { itemOf } from "./task/loop/items.ts";

/** No path of a host contains it. */
const ITEM = "\u0001";

/**
 * In check mode: a loop over a list that is not known may write any path that its argument can become. If it depends on the item,
 * these are all paths below the folder that is certain, or all paths.
 */
export async function markLoopPathsUnknown(task: TaskOnHost, reason: string): Promise<void> {
  const { target, planned, context } = task;
  const { writes } = await moduleOf(planned, context);
  const argument = writes && planned.task.args.entries.get(writes.argument)?.value;
  if (!context.check || !argument) return;
  const path = evaluate(argument, itemOf(task, [ITEM], 0).scope);
  const text = path.ok && typeof path.value === "string" ? path.value : ITEM;
  const before = text.split(ITEM)[0] ?? "";
  if (before === text) await markPathUnknown(task, reason);
  else target.overlay.addUnknownBelow(before.slice(0, before.lastIndexOf("/")) || "/", new Unknown(reason));
}

/** In check mode: later tasks must not take the path of a task that cannot be predicted for what it is now. */
export async function markPathUnknown({ target, planned, scope, context }: TaskOnHost, reason: string): Promise<void> {
  const { writes } = await moduleOf(planned, context);
  const argument = writes && planned.task.args.entries.get(writes.argument)?.value;
  if (!context.check || !argument) return;
  const path = evaluate(argument, scope);
  if (!path.ok || typeof path.value !== "string") return;
  target.overlay.add([{ resource: writes.resource(path.value), after: new Unknown(reason) }]);
}
