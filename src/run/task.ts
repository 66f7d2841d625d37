import type { Status } from "../events/event.ts";
import type { Fault } from "../errors/fault.ts";
import type { LayeredScope } from "../language/scope.ts";
import { Unknown } from "../model/unknown.ts";
import type { Value } from "../model/value.ts";
import type { PlannedPlay, PlannedTask } from "../plan/plan.ts";
import type { RunContext } from "./context.ts";
import type { HostRun } from "./host-run.ts";
import { runItem, type ItemOutcome } from "./item.ts";
import { itemText, taskLabel } from "./label.ts";
import { itemScope, loopItems } from "./loop.ts";
import { questionsOfItems, questionsOfTasks } from "./prefetch/upcoming.ts";

/** What a task has come to on a host: its handlers are notified where it changed something. */
export interface TaskOutcome {
  readonly status: Status;
  readonly changed: boolean;
  readonly fault?: Fault;
}

/** A task's place in a play on a host, and the tasks of its segment that come after it. */
export interface Place {
  readonly run: HostRun;
  readonly play: PlannedPlay;
  readonly planned: PlannedTask;
  readonly after: readonly PlannedTask[];
  readonly context: RunContext;
}

/** One task on one host, all its items; says each result, registers it, and marks the host failed where it failed. */
export async function runTask(place: Place): Promise<TaskOutcome> {
  const { run, play, planned, after, context } = place;
  const scope = context.scopeOf(run, play, planned);
  const voice = voiceOf(run, play, planned, scope, context);
  const upcoming = () => questionsOfTasks(place, after);
  const shared = { run, play, planned, context, upcoming, progress: voice.progress };
  const items = loopItems(planned, scope);
  const outcomes: ItemOutcome[] = [];
  if (!items.ok) outcomes.push(voice.say(failure(items.faults[0])));
  else if (items.value instanceof Unknown) outcomes.push(voice.say(unknown(items.value)));
  else if (items.value === undefined) outcomes.push(voice.say(await runItem({ ...shared, scope })));
  else {
    const all = items.value;
    for (const [index, item] of all.entries()) {
      const rest = async function* () {
        yield* questionsOfItems(place, planned, scope, all, index + 1);
        yield* upcoming();
      };
      const inner = itemScope(planned, scope, item, index);
      const outcome = await runItem({ ...shared, scope: inner, upcoming: rest });
      outcomes.push(voice.say(outcome, itemText(item)));
      if (outcome.status === "unreachable" || context.interrupted()) break;
    }
  }
  return conclude(run, planned, outcomes, items.ok && items.value !== undefined && !(items.value instanceof Unknown));
}

function failure(fault: Fault): ItemOutcome {
  return { status: "failed", result: {}, changes: [], fault };
}

function unknown(value: Unknown): ItemOutcome {
  return { status: "unknown", result: value, changes: [], reason: value.reason };
}

interface Voice {
  readonly say: (outcome: ItemOutcome, item?: string) => ItemOutcome;
  readonly progress: (message: string) => void;
}

/** Says results as events; of a task with no_log only what has happened, not what with. */
function voiceOf(
  run: HostRun,
  play: PlannedPlay,
  planned: PlannedTask,
  scope: LayeredScope,
  { emit, clock }: RunContext,
): Voice {
  const address = {
    play: play.play.name,
    role: planned.role?.role.name ?? null,
    task: taskLabel(planned, scope),
    module: planned.task.module,
    host: run.host.name,
    origin: planned.task.origin,
  };
  emit({ event: "task_start", ...address });
  let began = clock.now();
  return {
    progress: (message) => emit({ event: "progress", ...address, message }),
    say(outcome, item) {
      for (const message of outcome.warnings ?? []) {
        emit({ event: "warning", code: "run/module", message, hint: "", host: address.host, origin: address.origin });
      }
      const duration_ms = Math.round(clock.now() - began);
      emit({ event: "task_result", ...address, stage: planned.stage, duration_ms, ...spoken(outcome, planned, item) });
      began = clock.now();
      return outcome;
    },
  };
}

function spoken(outcome: ItemOutcome, planned: PlannedTask, item: string | undefined) {
  const { status, result, changes, reason, fault } = outcome;
  const { noLog, ignoreErrors } = planned.task;
  return {
    status,
    result: noLog ? { censored: "no_log" } : result,
    changes: noLog ? [] : changes,
    ...(reason !== undefined && { reason }),
    ...(fault && { fault: shown(fault, planned) }),
    ...(status === "failed" && ignoreErrors && { ignored: true as const }),
    ...(item !== undefined && { item: noLog ? "(no_log)" : item }),
  };
}

/** A fault without a position of its own stands where its task stands. */
function shown(fault: Fault, { task }: PlannedTask): Fault {
  const positioned = fault.origin ? fault : { ...fault, origin: task.origin };
  if (!task.noLog) return positioned;
  return { ...positioned, message: "it failed; what it said is hidden by no_log", details: [] };
}

function conclude(run: HostRun, planned: PlannedTask, outcomes: readonly ItemOutcome[], looped: boolean): TaskOutcome {
  const { task } = planned;
  const status = worst(outcomes.map((outcome) => outcome.status));
  // A failed item does not undo what the others changed: their handlers are due.
  const changed = outcomes.some((outcome) => outcome.status === "changed");
  const fault = outcomes.find((outcome) => outcome.fault)?.fault;
  run.count(status === "failed" && task.ignoreErrors ? "ok" : status);
  if (task.register !== undefined) {
    const single = outcomes[0]?.registered ?? {};
    const value: Value = looped ? { results: outcomes.map((outcome) => outcome.registered ?? {}), changed } : single;
    run.variables.set(task.register, { from: "data", value });
  }
  for (const outcome of outcomes) {
    for (const [name, value] of Object.entries(outcome.facts ?? {})) run.variables.set(name, { from: "data", value });
  }
  if (status === "unreachable") run.state = "unreachable";
  if (status === "failed" && !task.ignoreErrors) run.state = "failed";
  return { status, changed, ...(fault && { fault }) };
}

const ORDER: readonly Status[] = ["unreachable", "failed", "changed", "unknown", "ok", "skipped"];

function worst(statuses: readonly Status[]): Status {
  return ORDER.find((status) => statuses.includes(status)) ?? "skipped";
}
