import type { PlannedPlay, Segment } from "../../plan/plan.ts";
import { END, type Start } from "../../plan/start/walk.ts";
import type { RunContext } from "../context.ts";
import { flushHandlers, type Flush } from "../handlers/flush.ts";
import { markUnreachable, type HostRun } from "../host-run.ts";
import { runTasks } from "../host-tasks.ts";
import { noteStops, startIn } from "../start.ts";
import type { HostInPlay } from "../task-on-host.ts";

/** What the segments of a batch share, and which one of them runs. */
export interface SegmentRun {
  readonly context: RunContext;
  readonly place: Omit<Start, "at">;
  readonly play: PlannedPlay;
  readonly runs: readonly HostRun[];
  readonly active: () => readonly Omit<HostInPlay, "meeting">[];
  readonly onEach: OnEach;
  readonly goesOn: () => boolean;
}

/** What all segments of a batch share. */
export type Shared = Omit<SegmentRun, "place">;

/** Does something on every host that is still active, and waits for all. */
export type OnEach = (work: (host: HostInPlay) => Promise<void>) => Promise<unknown>;

/** The hosts wait for each other at the end of each segment. */
export async function runSegments(shared: Shared, index: number): Promise<void> {
  for (const [number, segment] of shared.play.segments.entries()) {
    const goes = await runSegment(segment, { ...shared, place: { play: index, segment: number } });
    if (!goes) break;
  }
}

/** Resolves to false if the batch ends before its tasks. */
async function runSegment(segment: Segment, batch: SegmentRun): Promise<boolean> {
  const { context, place, play, runs, onEach, goesOn } = batch;
  for (const run of runs) run.failedAt = undefined;
  // A verification proves what the role leaves behind, so what the role restarts is restarted before.
  if (goesOn() && segment.stage === "verify") await flush(segment, onEach, { role: segment.role?.role });
  noteStops(runs, place);
  if (!goesOn()) return false;
  reportRole(segment, batch, context);
  await onEach((host) =>
    runTasks({ ...host, section: segment.section, from: startIn(host.run, place) }, segment.tasks),
  );
  noteStops(runs, place);
  if (segment.endsSection) await flush(segment, onEach, { isLast: segment === play.segments.at(-1) });
  noteStops(runs, place, END);
  return true;
}

async function flush({ section }: Segment, onEach: OnEach, which: Flush): Promise<void> {
  await onEach((host) => flushHandlers({ ...host, section }, which));
}

/** Says that a role begins, unless it has ended on all hosts, or all of them start after it. */
function reportRole(
  { role, stage }: Segment,
  { play: { play }, place, active }: SegmentRun,
  { emit }: RunContext,
): void {
  const hosts = active();
  const going = role
    ? hosts.filter(({ run }) => run.endedRoles.get(role) !== "ended" && startIn(run, place) !== END)
    : [];
  if (!role || (going.length === 0 && hosts.length > 0)) return;
  const part = stage === "verify" ? "verify" : "tasks";
  emit({ event: "role_start", play: play.name, role: role.role.name, stage: part, hosts: namesOf(going) });
}

export function namesOf(hosts: readonly Pick<HostInPlay, "run">[]): string[] {
  return hosts.map(({ run }) => run.host.name);
}

/** A defect outside every task fails its host: the others go on. */
export async function contained(host: HostInPlay, work: (host: HostInPlay) => Promise<void>): Promise<void> {
  try {
    if (!host.context.interrupted()) await work(host);
  } catch (error) {
    markUnreachable(host.run, host.context.defect(error), host.context.emit);
  } finally {
    host.meeting.leave(host.run);
  }
}
