import { Unknown } from "../../model/unknown.ts";
import type { Value } from "../../model/value.ts";
import { isSameUse } from "../../load/roles/same-use.ts";
import type { PlannedTask } from "../../plan/plan.ts";
import type { TaskOnHost } from "../task-on-host.ts";
import { unknownAttempt } from "../task/attempt.ts";
import { itemText, taskLabel } from "../task/label.ts";
import { itemOf, loopItems } from "../task/loop/items.ts";
import { failedOutcome, registeredValue, withKeywords, type ItemOutcome } from "../task/outcome.ts";
import { startReporter } from "../task/reporter.ts";
import { insideOf } from "./inside.ts";
import { markUnknown } from "./mark-unknown.ts";
import { earlierInclude, noteInclude } from "./once.ts";

/** Runs a list of tasks inside an include, but for those that are done; resolves to whether it came to their end. */
type RunIncluded = (
  include: TaskOnHost,
  tasks: readonly PlannedTask[],
  isDone: (planned: PlannedTask) => boolean,
) => Promise<boolean>;

/**
 * Runs the tasks that a task includes, for each item of its loop. The include itself is reported only if it is skipped, cannot be predicted
 * or fails.
 */
export async function runInclude(task: TaskOnHost, runIncluded: RunIncluded): Promise<void> {
  const items = loopItems(task);
  if (!items.ok) {
    await report(task, failedOutcome(items.faults[0]));
    return;
  }
  if (items.value instanceof Unknown) {
    await report(task, unknownAttempt(items.value.reason));
    return;
  }
  if (items.value?.length === 0) {
    await report(task, NO_ITEMS);
    return;
  }
  for (const [index, item] of (items.value ?? [undefined]).entries()) {
    const at = { ...task, position: [...task.position, index] };
    const one = item === undefined ? at : withItem(at, items.value ?? [], index);
    const text = item === undefined ? undefined : itemText(item);
    const outcome = await runOne(one, runIncluded, item);
    if (typeof outcome === "object") await report(one, outcome, text);
    const isLast = index === (items.value?.length ?? 1) - 1;
    const isCut = task.context.interrupted() || !task.run.isActive();
    if (isCut && (!isLast || outcome !== "whole")) task.run.unfinished.add(task.planned);
    if (task.run.unfinished.has(task.planned) || task.blocks?.failed(task.planned)) return;
  }
}

const NO_ITEMS = { status: "skipped", result: {}, changes: [], reason: "the loop has no items" } as const;

/** Resolves to what is to be reported if no task ran, else to whether all of them came to their end. */
async function runOne(
  task: TaskOnHost,
  runIncluded: RunIncluded,
  item: Value | undefined,
): Promise<ItemOutcome | "whole" | "cut"> {
  const inside = insideOf(task);
  if (inside.is === "nothing") return inside.outcome;
  const { run, play, planned, publicRoles } = task;
  const earlier = earlierInclude(task, inside.list, item);
  if (earlier && earlier.doubt === undefined) return "whole";
  const { role } = inside.list;
  // Its variables are checked again, because they may differ from those of the last time.
  if (role) run.rolesRun.delete(role);
  if (role) run.endedRoles.delete(role);
  const uses = [...play.play.roles, ...play.play.includedRoles];
  const ran = uses.filter((use) => run.rolesRun.has(use));
  const isDone = ({ role: use }: PlannedTask) =>
    use?.isDependency === true &&
    use !== role &&
    !use.role.allowDuplicates &&
    ran.some((other) => isSameUse(other, use));
  const including = earlier ? { ...inside.task, doubt: "runs unless the role has run before" } : inside.task;
  const isWhole = await runIncluded(including, inside.tasks, isDone);
  noteInclude(including, inside.list, item);
  if (role && planned.task.include?.isPublic) publicRoles?.add(role);
  return isWhole ? "whole" : "cut";
}

/** The include with one item of its loop, which its tasks see, too. */
function withItem(task: TaskOnHost, items: readonly Value[], index: number): TaskOnHost {
  const one = itemOf(task, items, index);
  const layer = one.scope.layers.at(-1);
  const including = task.including ?? { layers: [], chain: [], roles: [] };
  return { ...one, including: { ...including, layers: [...including.layers, ...(layer ? [layer] : [])] } };
}

async function report(task: TaskOnHost, own: ItemOutcome, item?: string): Promise<void> {
  const { run, planned, blocks, context } = task;
  const outcome = withKeywords(task, own);
  startReporter(task).outcome(outcome, item);
  run.task = undefined;
  const name = taskLabel(planned, task.scope);
  if (outcome.status === "unknown") await markUnknown(task, outcome.reason ?? "");
  if (outcome.status === "failed" && !outcome.isIgnored) {
    blocks?.fail(planned, { name, module: planned.task.module, result: registeredValue(outcome) });
  } else if (context.check && outcome.status === "unknown") blocks?.doubt(planned, name);
}
