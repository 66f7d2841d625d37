import { evaluate } from "../language/evaluate.ts";
import { Unknown } from "../model/unknown.ts";
import type { TaskOnHost } from "./task-on-host.ts";
import { moduleOf } from "./task/invocation.ts";

/** In check mode: later tasks must not take the path of a task that cannot be predicted for what it is now. */
export async function markPathUnknown({ run, planned, scope, context }: TaskOnHost, reason: string): Promise<void> {
  const { writes } = await moduleOf(planned, context);
  const argument = writes && planned.task.args.entries.get(writes.argument)?.value;
  if (!context.check || !argument) return;
  const path = evaluate(argument, scope);
  if (!path.ok || typeof path.value !== "string") return;
  run.overlay.add([{ resource: writes.resource(path.value), after: new Unknown(reason) }]);
}
