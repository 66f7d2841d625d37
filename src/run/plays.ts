import { runFault } from "../errors/catalogue/run.ts";
import { sourcesOf } from "../language/facts/catalogue.ts";
import type { Host } from "../model/host.ts";
import type { Plan, PlannedPlay } from "../plan/plan.ts";
import type { RunContext } from "./context.ts";
import { gatherFacts } from "./facts/gather.ts";
import { flushHandlers } from "./handlers/flush.ts";
import { readPendingHandlers } from "./handlers/pending.ts";
import { reportOtherHandlers, reportPendingHandlers } from "./handlers/report.ts";
import { playNow, type PlayNow } from "./growth/play-now.ts";
import type { HostRun } from "./host-run.ts";
import type { RunHosts } from "./places/hosts.ts";
import { Meeting } from "./places/meeting.ts";
import { Slots } from "./places/slots.ts";
import { runFreely } from "./strategy/free.ts";
import { contained, namesOf, runSegments, type OnEach } from "./strategy/segments.ts";
import { noteStops, startsLater } from "./start.ts";
import type { HostInPlay } from "./task-on-host.ts";

export interface RunParts {
  readonly plan: Plan;
  readonly hosts: RunHosts;
  readonly context: RunContext;
  /** How many hosts are worked on in parallel. */
  readonly forks: number;
  /** The facts that anything in the project uses. */
  readonly usedFacts: ReadonlySet<string>;
}

/** Runs the plan. Within a segment each host runs at its own pace; at the end of a segment the hosts wait for each other. */
export async function runPlan(parts: RunParts): Promise<void> {
  const plays = [...parts.plan.plays];
  await runPlays(parts, plays);
  for (const run of parts.hosts.ofPlays.values()) await reportOtherHandlers(run, { plays }, parts.context);
}

/** Puts each play into the list with the hosts that it has when it begins. */
async function runPlays(parts: RunParts, plays: PlannedPlay[]): Promise<void> {
  const { hosts, context } = parts;
  for (const [index, planned] of parts.plan.plays.entries()) {
    const now = playNow(planned, { inventory: context.inventory, hosts, context });
    const { play } = now;
    plays[index] = play;
    for (const batch of play.batches) {
      const runs = activeRuns(parts, batch).filter((run) => !startsLater(run, index));
      const hasEnded = await runBatch(parts, { ...now, index }, runs);
      if (parts.context.interrupted()) return;
      if (isFatal(play, runs)) {
        reportFatal(parts, play, runs);
        return;
      }
      if (hasEnded) break;
      if (activeRuns(parts, batch).length > 0) continue;
      // What failed on every host of this batch would probably fail on the next hosts too.
      reportStoppedPlay(parts, play, batch);
      break;
    }
  }
}

/** Resolves to whether a task has ended the play, also for later batches. */
async function runBatch(
  parts: RunParts,
  { play, doubts, index }: PlayNow & { readonly index: number },
  runs: readonly HostRun[],
): Promise<boolean> {
  const { context } = parts;
  let hasEnded = false;
  const end = (what: "batch" | "play") => {
    hasEnded ||= what === "play";
    for (const run of runs) if (run.isActive()) run.state = "ended";
  };
  const hosts = runs.map((run): Omit<HostInPlay, "meeting"> => ({
    ...doubtOf(doubts.get(run.host.name)),
    context,
    run,
    play,
    section: "tasks",
    notified: new Map(),
    position: [],
    publicRoles: new Set(),
    roleIncludes: [],
    inBatch: {
      flush: (host) => flushHandlers({ ...host, from: undefined }, { isLast: false }),
      end,
      isFatal: () => isFatal(play, runs),
    },
  }));
  if (hosts.length === 0) return false;
  context.emit({ event: "play_start", play: play.play.name, hosts: namesOf(hosts) });
  const slots = new Slots(parts.forks);
  const active = () => hosts.filter(({ run }) => run.isActive());
  const onEach: OnEach = (work) => {
    const present = active();
    const meeting = new Meeting(
      present.map(({ run }) => run),
      slots,
    );
    return Promise.all(present.map((host) => slots.use(() => contained({ ...host, meeting }, work))));
  };
  const goesOn = () => !context.interrupted() && !isFatal(play, runs);
  const shared = { context, play, runs, active, onEach, goesOn };
  await onEach((host) => prepare(host, parts));
  noteStops(runs, { play: index, segment: 0 });
  if (play.play.strategy === "free") await runFreely(shared, index, slots);
  else await runSegments(shared, index);
  for (const { run } of hosts) if (run.state === "ended") run.state = "active";
  for (const host of hosts) reportPendingHandlers(host);
  return hasEnded;
}

async function prepare(host: HostInPlay, { usedFacts }: RunParts): Promise<void> {
  const { run, play, context } = host;
  const { gatherFacts: isRequested = usedFacts.size > 0, gatherSubset } = play.play;
  const begin = async () => {
    run.prepareLater = undefined;
    if (isRequested) await gatherFacts(run, gatherSubset ?? sourcesOf(usedFacts), context);
    await readPendingHandlers(host);
  };
  run.prepareLater = undefined;
  if (!(await isAway(host))) await begin();
  else if (waitsForHost(play)) run.prepareLater = begin;
}

/** Whether a task waits until the host can be reached. */
function waitsForHost({ segments }: PlannedPlay): boolean {
  return segments.some(({ tasks }) => tasks.some(({ task }) => task.module === "wait_for_connection"));
}

/** Whether a host cannot be reached now, in a play that goes on with it all the same: then each of its tasks tries again, and says so. */
async function isAway({ play, run: { target } }: HostInPlay): Promise<boolean> {
  const { ignoreUnreachable } = play.play.keywords;
  const isIgnored = ignoreUnreachable?.kind === "literal" && ignoreUnreachable.value === true;
  if (!isIgnored && !waitsForHost(play)) return false;
  const access = await target.access();
  if (!access.ok) await target.disconnect();
  return !access.ok;
}

/** Whether so many hosts of a batch have failed that the run ends. */
function isFatal({ play }: PlannedPlay, runs: readonly HostRun[]): boolean {
  const failed = runs.filter((run) => run.isLost()).length;
  if (play.anyErrorsFatal) return failed > 0;
  return play.maxFailPercentage !== undefined && failed > (play.maxFailPercentage / 100) * runs.length;
}

function reportFatal({ context }: RunParts, { play }: PlannedPlay, runs: readonly HostRun[]): void {
  // The failure itself says enough then.
  if (play.maxFailPercentage === undefined || play.anyErrorsFatal) return;
  const { name, maxFailPercentage } = play;
  const failed = runs.filter((run) => run.isLost()).length;
  const parameters = { play: name, failed, hosts: runs.length, most: maxFailPercentage };
  const { code, message, hint } = runFault("run/too-many-failed", parameters);
  context.emit({ event: "warning", code, message, hint });
}

function doubtOf(doubt: string | undefined): Pick<HostInPlay, "doubt"> {
  return doubt === undefined ? {} : { doubt };
}

function activeRuns({ hosts }: RunParts, batch: readonly Host[]): HostRun[] {
  return batch.flatMap(({ name }) => hosts.ofPlays.get(name) ?? []).filter((run) => run.isActive());
}

function reportStoppedPlay({ context }: RunParts, play: PlannedPlay, batch: readonly Host[]): void {
  const remaining = play.batches
    .slice(play.batches.indexOf(batch) + 1)
    .flat()
    .map(({ name }) => name);
  if (remaining.length === 0) return;
  const { code, message, hint } = runFault("run/batch-failed", { play: play.play.name, remaining });
  context.emit({ event: "warning", code, message, hint });
}
