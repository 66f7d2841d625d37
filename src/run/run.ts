import pLimit from "p-limit";
import type { Outcome } from "../errors/fault.ts";
import type { Host } from "../model/host.ts";
import type { Plan, PlannedPlay, PlannedTask, Segment } from "../plan/plan.ts";
import type { RunContext } from "./context.ts";
import { FACTS, parseFacts } from "./facts.ts";
import { handlerKey, handlerName, notifiedHandlers } from "./handlers.ts";
import type { HostRun } from "./host-run.ts";
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
    const answer = await ask(run, context, (session) => session.read([FACTS], undefined));
    if (answer?.[0]) run.facts = parseFacts(answer[0]);
  }
  const [handler] = play.handlers;
  if (!handler || run.state !== "active") return;
  const runAs = runAsOf(handler, play, context.scopeOf(run, play, handler), context);
  if (!runAs.ok) return;
  const keys = await ask(run, context, (session) => session.pending(runAs.value));
  for (const key of keys ?? []) if (handlerName(key).play === play.play.name) notified.add(key);
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
  const status = isUnreachable(answer.faults[0]) ? "unreachable" : "failed";
  run.state = status;
  run.count(status);
  context.emit({ event: "host_unreachable", host: run.host.name, fault: answer.faults[0] });
  return undefined;
}

async function runTasks(
  run: HostRun,
  play: PlannedPlay,
  tasks: readonly PlannedTask[],
  notified: Set<string>,
  context: RunContext,
): Promise<void> {
  for (const planned of tasks) {
    if (context.interrupted() || run.state !== "active") return;
    const { changed } = await runTask(run, play, planned, context);
    if (changed) for (const { name } of planned.task.notify) notified.add(handlerKey(play, planned.role, name));
  }
}

/** Runs what was notified, each once, in the order of definition; handlers may notify later ones. */
async function flush(run: HostRun, play: PlannedPlay, notified: Set<string>, context: RunContext): Promise<void> {
  const done = new Set<PlannedTask>();
  for (let next = nextHandler(play, notified, done); next; next = nextHandler(play, notified, done)) {
    const { handler, keys } = next;
    if (context.interrupted() || run.state !== "active") return;
    done.add(handler);
    await runTasks(run, play, [handler], notified, context);
    if (isStopped(run)) return;
    for (const key of keys) {
      notified.delete(key);
      await forget(run, play, handler, key, context);
    }
  }
}

function nextHandler(play: PlannedPlay, notified: ReadonlySet<string>, done: ReadonlySet<PlannedTask>) {
  return notifiedHandlers(play, notified).find(({ handler }) => !done.has(handler));
}

async function forget(
  run: HostRun,
  play: PlannedPlay,
  handler: PlannedTask,
  key: string,
  context: RunContext,
): Promise<void> {
  const access = await run.access();
  const runAs = runAsOf(handler, play, context.scopeOf(run, play, handler), context);
  if (access.ok && runAs.ok && access.value.mode === "run") await access.value.session.forget(key, runAs.value);
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
