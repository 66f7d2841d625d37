import type { Status } from "../../events/event.ts";
import { Unknown } from "../../model/unknown.ts";
import type { Value } from "../../model/value.ts";
import type { Notification } from "../handlers/notify.ts";
import { markIncludedVarsUnknown } from "../includes/read-vars.ts";
import type { TaskOnHost } from "../task-on-host.ts";
import { taskLabel } from "../task/label.ts";
import { keepFacts } from "../task/loop/facts.ts";
import type { ItemOutcome } from "../task/outcome.ts";

/** What a task has come to. */
export interface Conclusion {
  /** One, or one for each item of its loop. */
  readonly outcomes: readonly ItemOutcome[];
  /** What `register` keeps. */
  readonly registered: Value;
  readonly notifications: readonly Notifying[];
}

/** What a task, or one item of its loop, means for the handlers that it notifies. */
export interface Notifying {
  readonly task: TaskOnHost;
  readonly notification: Notification;
}

/** Registers the result and marks the host if the task failed. */
export async function conclude(task: TaskOnHost, conclusion: Conclusion): Promise<void> {
  const { run, planned } = task;
  const { outcomes } = conclusion;
  keepValues(task, conclusion);
  for (const { status, isIgnored, delegate } of outcomes) {
    if (status === "unreachable" && isIgnored) await (delegate ?? run).target.disconnect();
  }
  if (has(conclusion, "unreachable")) run.state = "unreachable";
  else keepFailure(task, conclusion);
  if (!outcomes.every(({ status }) => ENDED.includes(status))) run.unfinished.add(planned);
}

/** The same on a host for which another one ran the task: if that one was lost, the task has failed here. */
export function adopt(task: TaskOnHost, conclusion: Conclusion): void {
  const { run, planned } = task;
  keepValues(task, conclusion);
  keepFailure(task, conclusion);
  const isRun = !conclusion.outcomes.every(({ status }) => status === "skipped");
  if (isRun && planned.role && planned.stage !== "handler") run.rolesRun.add(planned.role);
}

/** Whether the task fails the hosts that it is run for. */
export function isFailure(conclusion: Conclusion): boolean {
  return has(conclusion, "unreachable") || has(conclusion, "failed");
}

function keepValues(task: TaskOnHost, { outcomes, registered }: Conclusion): void {
  const { run, planned } = task;
  const { register, module } = planned.task;
  if (register !== undefined) run.variables.set(register, { from: "data", value: registered });
  for (const outcome of outcomes) {
    keepFacts(task, outcome);
    const { gathered, delegate } = outcome;
    const owner = planned.placement.delegateFacts ? (delegate ?? run) : run;
    if (gathered) owner.facts = { ...owner.facts, ...gathered };
  }
  for (const [name, variable] of outcomes.flatMap(({ included }) => [...(included ?? [])])) {
    run.includedVars.set(name, variable);
  }
  const unknown = outcomes.find(({ status }) => status === "unknown");
  if (unknown) markIncludedVarsUnknown(task, unknown.reason ?? "it was not run");
  for (const name of unknown && module === "set_fact" ? planned.task.args.entries.keys() : []) {
    run.variables.set(name, { from: "data", value: new Unknown(unknown?.reason ?? "it was not run") });
  }
}

function keepFailure(task: TaskOnHost, conclusion: Conclusion): void {
  const { planned, context, blocks, scope } = task;
  const name = taskLabel(planned, scope);
  if (isFailure(conclusion)) {
    blocks?.fail(planned, { name, module: planned.task.module, result: conclusion.registered });
  } else if (context.check && (has(conclusion, "changed") || has(conclusion, "unknown"))) blocks?.doubt(planned, name);
}

function has({ outcomes }: Conclusion, status: ItemOutcome["status"]): boolean {
  return outcomes.some((outcome) => outcome.status === status && !outcome.isIgnored);
}

const ENDED: readonly Status[] = ["ok", "changed", "skipped", "failed", "unknown"];
