import type { Fault } from "../../errors/fault.ts";
import { isBeforeTask } from "../../errors/unreachable.ts";
import type { PlannedTask } from "../../plan/plan.ts";
import type { TaskOnHost } from "../task-on-host.ts";
import { taskLabel } from "./label.ts";
import { HIDDEN_REASON, type ItemOutcome } from "./outcome.ts";

const NO_LOG_HINT = "To see why, remove `no_log` from the task for one run, if its values may be shown.";

const REPLACED =
  "The result contains bytes that are not UTF-8: U+FFFD stands for them, so the text is not what the host has. Encode such output, as with base64.";

/** Emits the events of one task on one host. */
export interface TaskReporter {
  /** Reports the outcome of the task, or of one item of its loop. */
  readonly outcome: (outcome: ItemOutcome, item?: string) => void;
  readonly progress: (message: string) => void;
}

/** Reports that the task starts. With `no_log`, its events contain no values. */
export function startReporter(task: TaskOnHost): TaskReporter {
  const { run, play, planned, scope, context, leftFrom, blocks, keywords } = task;
  const { emit, clock } = context;
  const address = {
    play: play.play.name,
    role: planned.role?.role.name ?? null,
    task: taskLabel(planned, scope),
    module: planned.task.module,
    host: run.host.name,
    origin: planned.task.origin,
  };
  const rescued = blocks?.isRescued(planned) ?? false;
  run.task = address.task;
  run.isHidden = keywords.noLog;
  emit({ event: "task_start", ...address });
  let began = clock.now();
  let saidReplaced = false;
  /** Adds a warning, once per task, if bytes of the result were not UTF-8. */
  const withReplaced = (outcome: ItemOutcome): ItemOutcome => {
    if (saidReplaced || address.module === "uri" || !hasReplaced(outcome.result)) return outcome;
    saidReplaced = true;
    return { ...outcome, warnings: [...(outcome.warnings ?? []), REPLACED] };
  };
  return {
    progress: (message) =>
      emit({ event: "progress", ...address, message: run.isHidden ? "waiting (no_log)" : message }),
    outcome(outcome, item) {
      context.approval?.note(task, outcome, item);
      for (const message of visibleWarnings(withReplaced(outcome))) {
        emit({ event: "warning", code: "run/module", message, hint: "", host: address.host, origin: address.origin });
      }
      const duration_ms = Math.round(clock.now() - began);
      const { stage } = planned;
      const left = leftFrom !== undefined && { left_from: leftFrom };
      emit({
        event: "task_result",
        ...address,
        stage,
        duration_ms,
        ...left,
        ...visibleOutcome(outcome, { planned, rescued, item }),
      });
      began = clock.now();
    },
  };
}

interface Circumstances {
  readonly planned: PlannedTask;
  /** Whether a failure is rescued. */
  readonly rescued: boolean;
  readonly item: string | undefined;
}

function visibleOutcome(outcome: ItemOutcome, { planned, rescued, item }: Circumstances) {
  const { status, result, changes, reason, fault, isHidden: noLog = false, isIgnored = false } = outcome;
  return {
    status,
    result: noLog ? { censored: "no_log" } : result,
    changes: noLog ? [] : changes,
    ...(reason !== undefined && { reason: noLog ? HIDDEN_REASON : reason }),
    ...(fault && { fault: visibleFault(fault, planned, noLog) }),
    ...(isIgnored && { ignored: true as const }),
    ...(status === "failed" && !isIgnored && rescued && { rescued: true as const }),
    ...(outcome.delegate && { delegate: outcome.delegate.host.name }),
    ...(item !== undefined && { item: noLog ? "(no_log)" : item }),
  };
}

/** Whether a value contains the character that stands for bytes that are not UTF-8. `uri` has a warning of its own. */
function hasReplaced(value: unknown): boolean {
  if (typeof value === "string") return value.includes("\uFFFD");
  return typeof value === "object" && value !== null && Object.values(value).some(hasReplaced);
}

function visibleWarnings({ warnings = [], isHidden }: ItemOutcome): readonly string[] {
  return isHidden && warnings.length > 0 ? ["The task has a warning; no_log hides it."] : warnings;
}

/** A fault without a position gets that of its task. With `no_log`, only one from before the task began is shown. */
function visibleFault(fault: Fault, { task }: PlannedTask, noLog: boolean): Fault {
  const { code, message, hint, origin = task.origin } = fault;
  if (!noLog) return { ...fault, origin };
  if (isBeforeTask(fault)) return { code, origin, message, hint };
  return { code, origin, message: "The task failed; no_log hides its output.", hint: NO_LOG_HINT };
}
