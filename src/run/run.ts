import pLimit from "p-limit";
import { runFault } from "../errors/catalogue/run.ts";
import type { Fault, Outcome } from "../errors/fault.ts";
import type { Host } from "../model/host.ts";
import type { Plan, PlannedPlay, PlannedTask, Segment } from "../plan/plan.ts";
import type { RunContext } from "./context.ts";
import { FACTS, parseFacts } from "./facts.ts";
import { handlerKey, handlerName, notifiedHandlers } from "./handlers.ts";
import type { HostRun } from "./host-run.ts";
import type { RunAs } from "./run-as.ts";
import { runAsOf } from "./privilege.ts";
import { isUnreachable } from "./unreachable.ts";
import type { ReadSession } from "../shell/session.ts";
import { runTask } from "./task.ts";

export interface RunParts {
  readonly plan: Plan;
  readonly runs: ReadonlyMap<string, HostRun>;
  readonly context: RunContext;
  /** Hosts worked on at once. */
  readonly forks: number;
  /** Whether anything in the project asks for `facts`. */
  readonly wantsFacts: boolean;
}

/** Works through the plan. Hosts go at their own pace within a segment and wait for each other at its end. */
export async function runPlan(parts: RunParts): Promise<void> {
  for (const play of parts.plan.plays) {
    for (const batch of play.batches) {
      await runBatch(parts, play, batch);
      if (parts.context.interrupted() || fatal(parts, play, batch)) return;
      if (active(parts, batch).length > 0) continue;
      // What has failed on every host of a batch would fail on the others too: they are left as they are.
      sayStopped(parts, play, batch);
      break;
    }
  }
}

async function runBatch(parts: RunParts, play: PlannedPlay, batch: readonly Host[]): Promise<void> {
  const { context } = parts;
  const limit = pLimit(parts.forks);
  const each = (work: (run: HostRun) => Promise<void>) =>
    Promise.all(active(parts, batch).map((run) => limit(() => work(run))));
  const hosts = active(parts, batch).map(({ host }) => host.name);
  if (hosts.length === 0) return;
  context.emit({ event: "play_start", play: play.play.name, hosts });
  const notified = new Map(hosts.map((host) => [host, new Set<string>()]));
  const keysOf = (run: HostRun) => notified.get(run.host.name) ?? new Set<string>();
  await each((run) => prepare(parts, play, run, keysOf(run)));
  for (const segment of play.segments) {
    if (context.interrupted() || fatal(parts, play, batch)) break;
    announce(parts, play, segment, batch);
    await each((run) => runTasks(run, play, segment.tasks, keysOf(run), context));
    if (segment.flush) await each((run) => flush(run, play, keysOf(run), context));
  }
  for (const run of batch.flatMap((host) => parts.runs.get(host.name) ?? [])) sayPending(run, keysOf(run), context);
}

/** Facts where they are wanted, and the handlers that an earlier run left behind. */
async function prepare(
  { wantsFacts, context }: RunParts,
  play: PlannedPlay,
  run: HostRun,
  notified: Set<string>,
): Promise<void> {
  if ((play.play.gatherFacts ?? wantsFacts) && run.facts === undefined) {
    let from = 0;
    const answer = await ask(run, context, (session) => {
      from = context.wallClock();
      return session.read([FACTS], undefined);
    });
    if (answer?.[0]) run.facts = parseFacts(answer[0], { from, to: context.wallClock() });
  }
  for (const runAs of run.state === "active" ? usersOf(run, play, context) : []) {
    const access = await run.access();
    const keys = access.ok ? await access.value.session.pending(runAs) : access;
    // Whom sudo does not let us become is said by the task that needs it; the user may be made by one before.
    if (!keys.ok && isUnreachable(keys.faults[0])) lose(run, keys.faults[0], context);
    if (!keys.ok) return;
  }
  await recall(run, play, notified);
}

/** Whom the handlers run as, each once. */
function usersOf(run: HostRun, play: PlannedPlay, context: RunContext): RunAs[] {
  const users = play.handlers.flatMap((handler) => {
    const runAs = runAsOf(handler, play, context.scopeOf(run, play, handler), context);
    return runAs.ok ? [[runAs.value?.user ?? "", runAs.value] as const] : [];
  });
  return [...new Map(users).values()];
}

/** Handlers of this play that an earlier run has left: each user's are known when that user has first done something. */
async function recall(run: HostRun, play: PlannedPlay, notified: Set<string>): Promise<void> {
  const access = await run.access();
  const keys = access.ok ? access.value.session.knownPending() : [];
  for (const key of keys) if (handlerName(key).play === play.play.name) notified.add(key);
}

/** Asks the host outside any task: where it gives no answer, it takes part in nothing more. */
async function ask<T>(
  run: HostRun,
  context: RunContext,
  question: (session: ReadSession) => Promise<Outcome<T>>,
): Promise<T | undefined> {
  const access = await run.access();
  const answer = access.ok ? await question(access.value.session) : access;
  if (answer.ok) return answer.value;
  lose(run, answer.faults[0], context);
  return undefined;
}

function lose(run: HostRun, fault: Fault, context: RunContext): void {
  const status = isUnreachable(fault) ? "unreachable" : "failed";
  run.state = status;
  run.count(status);
  context.emit({ event: "host_unreachable", host: run.host.name, fault });
}

async function runTasks(
  run: HostRun,
  play: PlannedPlay,
  tasks: readonly PlannedTask[],
  notified: Set<string>,
  context: RunContext,
): Promise<void> {
  // Others may have done something to the host while this one waited for them.
  run.ahead.forget();
  for (const [index, planned] of tasks.entries()) {
    if (context.interrupted() || run.state !== "active") return;
    const { changed } = await runTask({ run, play, planned, after: tasks.slice(index + 1), context });
    const keys = planned.task.notify.map(({ name }) => handlerKey(play, planned.role, name));
    if (changed) for (const key of keys) notified.add(key);
    // It was noted before the deed; `changed_when` and `ignore_errors` may say afterwards that nothing is due.
    else if (!isStopped(run) && mayChangeItsMind(planned)) {
      for (const key of keys) if (!notified.has(key)) await forget(run, key);
    }
  }
}

function mayChangeItsMind({ task }: PlannedTask): boolean {
  return task.changedWhen !== undefined || task.ignoreErrors;
}

/** Runs what was notified, each once, in the order of definition; handlers may notify later ones. */
async function flush(run: HostRun, play: PlannedPlay, notified: Set<string>, context: RunContext): Promise<void> {
  await recall(run, play, notified);
  const done = new Set<PlannedTask>();
  for (let next = nextHandler(play, notified, done); next; next = nextHandler(play, notified, done)) {
    const { handler, keys } = next;
    if (context.interrupted() || run.state !== "active") return;
    done.add(handler);
    await runTasks(run, play, [handler], notified, context);
    if (isStopped(run)) return;
    for (const key of keys) {
      if (nextHandler(play, new Set([key]), done)) continue;
      notified.delete(key);
      await forget(run, key);
    }
  }
}

function nextHandler(play: PlannedPlay, notified: ReadonlySet<string>, done: ReadonlySet<PlannedTask>) {
  return notifiedHandlers(play, notified).find(({ handler }) => !done.has(handler));
}

async function forget(run: HostRun, key: string): Promise<void> {
  const access = await run.access();
  if (access.ok && access.value.mode === "run") await access.value.session.forget(key);
}

function announce(
  { runs, context }: RunParts,
  play: PlannedPlay,
  { role, stage }: Segment,
  batch: readonly Host[],
): void {
  if (!role) return;
  const hosts = batch.filter((host) => runs.get(host.name)?.state === "active").map(({ name }) => name);
  const event = { event: "role_start", play: play.play.name, role: role.role.name, hosts } as const;
  context.emit({ ...event, stage: stage === "verify" ? "verify" : "tasks" });
}

function sayStopped({ context }: RunParts, play: PlannedPlay, batch: readonly Host[]): void {
  const left = play.batches
    .slice(play.batches.indexOf(batch) + 1)
    .flat()
    .map(({ name }) => name);
  if (left.length === 0) return;
  const { code, message, hint } = runFault("run/batch-failed", { play: play.play.name, left });
  context.emit({ event: "warning", code, message, hint });
}

function sayPending(run: HostRun, notified: ReadonlySet<string>, context: RunContext): void {
  if (notified.size === 0 || context.check) return;
  context.emit({ event: "pending_handlers", host: run.host.name, handlers: [...notified].map(handlerName) });
}

function active({ runs }: RunParts, batch: readonly Host[]): HostRun[] {
  return batch.flatMap((host) => runs.get(host.name) ?? []).filter(({ state }) => state === "active");
}

function fatal(parts: RunParts, play: PlannedPlay, batch: readonly Host[]): boolean {
  return play.play.anyErrorsFatal && active(parts, batch).length < batch.length;
}

/** A function, because the state may have changed while a task ran. */
function isStopped(run: HostRun): boolean {
  return run.state !== "active";
}
