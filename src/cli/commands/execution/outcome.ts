import type { HostRun } from "../../../run/host-run.ts";
import type { Tally } from "../../../run/tally.ts";
import { EXIT, type ExitCode } from "../../exit-codes.ts";
import { recordOf } from "../../last-run/starts.ts";
import { writeLastRun } from "../../last-run/store.ts";
import type { RunOptions } from "../../options.ts";
import type { Execution } from "./execution.ts";

/** Records which hosts failed. Whoever only checks wants to know what the run after it would do, so that leaves no record. */
export async function record(execution: Execution, began: number, runs: readonly HostRun[]): Promise<void> {
  const { options, io, loaded, plan, report } = execution;
  if (options.check) return;
  const problem = await writeLastRun(recordOf(began, runs, loaded, plan), options, io);
  if (!problem || !runs.some((run) => run.isLost())) return;
  const { code, message, hint } = problem;
  report.emit({ event: "warning", code, message, hint });
}

/** The exit code of a run that has ended. */
export function exitCode(
  runs: readonly HostRun[],
  {
    options,
    interrupted,
    tally,
  }: { readonly options: RunOptions; readonly interrupted: ExitCode | undefined; readonly tally: Tally },
): ExitCode {
  if (interrupted !== undefined) return interrupted;
  if (runs.some(({ state }) => state === "failed")) return EXIT.failed;
  if (runs.some(({ state }) => state === "unreachable")) return EXIT.unreachable;
  const pending = runs
    .map(({ host }) => tally.countsOf(host.name))
    .some(({ changed, unknown }) => changed + unknown > 0);
  return options.check && options.exitCode && pending ? EXIT.pending : EXIT.done;
}
