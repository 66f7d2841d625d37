import { END, type Position, type Start } from "../plan/start/walk.ts";
import type { HostRun } from "./host-run.ts";

/** A segment of a play, by their indexes in the plan. */
type Segment = Omit<Start, "at">;

/** Whether a host starts in a later play. */
export function startsLater({ start }: HostRun, play: number): boolean {
  return start !== undefined && start.play > play;
}

/** Where a host starts in a segment; undefined at its beginning. */
export function startIn({ start }: HostRun, { play, segment }: Segment): Position | undefined {
  if (start?.play !== play || segment > start.segment) return undefined;
  return segment < start.segment ? END : start.at;
}

/** Whether a host that starts at one place leaves out the task at another. It does not leave out the includes around its first task. */
export function isBefore(position: Position, start: Position): boolean {
  for (const [index, step] of position.entries()) {
    const difference = step - (start[index] ?? -1);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Remembers at which task a host failed; of a task in an include that fails with it, the include itself does not count. */
export function noteFailure(run: HostRun, position: Position): void {
  const { failedAt } = run;
  if (!failedAt || position.some((step, index) => step !== failedAt[index])) run.failedAt = position;
}

/** Remembers where each host that has just failed, or cannot be reached any more, stopped: at its task, unless another place is given. */
export function noteStops(runs: readonly HostRun[], segment: Segment, at?: Position): void {
  for (const run of runs) {
    if (!run.isLost() || run.stop) continue;
    const { start, failedAt } = run;
    const hasStarted = failedAt || start?.play !== segment.play || start.segment <= segment.segment;
    run.stop = hasStarted ? { ...segment, at: at ?? failedAt ?? startIn(run, segment) ?? [] } : start;
  }
}
