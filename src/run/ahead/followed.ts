import type { Module } from "../../module/contract.ts";
import type { TaskOnHost } from "../task-on-host.ts";
import { allHold } from "../task/conditions.ts";

/** Whether a task is one of those that are sent together: it runs once, on its own host, and is judged by its module alone. */
export function isPlain({ planned, run, target, context, play, blocks }: TaskOnHost, module: Module): boolean {
  const { task, keywords, placement } = planned;
  const { loop, until, async: background, failedWhen, includedVars } = task;
  if (loop ?? background ?? failedWhen ?? includedVars ?? keywords.checkMode ?? task.include) return false;
  if (until.length > 0 || planned.unlessRan || planned.stage === "handler") return false;
  if (placement.delegateTo ?? placement.runOnce ?? placement.throttle) return false;
  if (context.check || !context.batches || context.confirm || play.play.strategy === "linear") return false;
  if (target !== run.target || !blocks) return false;
  return isOfKind(module);
}

function isOfKind(module: Module): boolean {
  if (module.kind === "pure") return module.name !== "meta";
  return module.kind === "shell" && module.settle === undefined && module.reconnects === undefined;
}

/**
 * Whether tasks may be sent before the result of this one is known. Its handlers must not have to be forgotten afterwards, because those that
 * the later tasks notify are remembered by then.
 */
export function canBeFollowed({ planned, keywords, scope }: TaskOnHost, module: Module, changes: boolean): boolean {
  const { changedWhen, notify } = planned.task;
  if (changes && !(module.kind === "shell" && module.failsByStatus)) return false;
  if (typeof keywords.ignoreErrors !== "boolean") return false;
  if (notify.length > 0 && (changedWhen !== undefined || keywords.ignoreErrors)) return false;
  if (!changedWhen) return true;
  return changedWhen.every(({ names }) => names.length === 0) && allHold(changedWhen, scope).ok;
}
