import { good } from "../../errors/fault.ts";
import { evaluate } from "../../language/evaluate.ts";
import type { Scope } from "../../language/scope-interface.ts";
import type { Tree } from "../../language/tree.ts";
import { splitAtCommas } from "../../load/validation/coerce.ts";
import { findUnknown, isList } from "../../model/value.ts";
import { Unknown } from "../../model/unknown.ts";
import type { TaskOnHost } from "../task-on-host.ts";
import type { Attempt } from "../task/attempt-outcome.ts";
import { unknownAttempt } from "../task/attempt.ts";
import { taskLabel } from "../task/label.ts";

/** Does to the inventory what a module has decided, also in check mode. */
export async function enter(task: TaskOnHost, attempt: Attempt): Promise<Attempt> {
  const { context, run, planned } = task;
  const { adds } = attempt;
  const done = adds
    ? context.inventory.add(adds, run.host, planned.task.origin)
    : isRefresh(task, attempt)
      ? await context.inventory.refresh(planned.task.origin)
      : good(undefined);
  if (!done.ok) return { status: "failed", result: {}, changes: [], fault: done.faults[0] };
  return done.value instanceof Unknown ? unknownAttempt(done.value.reason) : attempt;
}

function isRefresh({ planned }: TaskOnHost, { status, result }: Attempt): boolean {
  const action = (result as { readonly action?: unknown }).action;
  return planned.task.module === "meta" && status === "ok" && action === "refresh_inventory";
}

/** Remembers that what a task would add to the inventory is not known. */
export function doubtAdded(task: TaskOnHost): void {
  const { context, run, planned, scope } = task;
  const { module, args } = planned.task;
  if (module !== "add_host" && module !== "group_by") return;
  const names = (key: string) => namesOf(args.entries.get(key)?.value, scope);
  const [groups, parents] = module === "add_host" ? [names("groups"), []] : [names("key"), names("parents")];
  const host = module === "group_by" ? run.host.name : undefined;
  const known = groups && parents && [...groups, ...parents];
  context.inventory.doubts.note({ task: taskLabel(planned, scope), host, groups: known });
}

/** The names that an argument has; undefined if they are not known. */
function namesOf(tree: Tree | undefined, scope: Scope): readonly string[] | undefined {
  if (!tree) return [];
  const value = evaluate(tree, scope);
  if (!value.ok || findUnknown(value.value)) return undefined;
  const texts = isList(value.value) ? value.value : [value.value];
  return texts.flatMap((text) => (typeof text === "string" ? splitAtCommas(text) : []));
}
