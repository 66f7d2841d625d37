import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Counts } from "../../events/event.ts";
import { Growth } from "../../inventory/growth/growth.ts";
import type { Host } from "../../model/host.ts";
import type { Clock } from "../../run/context.ts";
import { RunInventory } from "../../run/growth/run-inventory.ts";
import { runPlan } from "../../run/plays.ts";
import { RunHosts } from "../../run/places/hosts.ts";
import { createTally, type Tally } from "../../run/tally.ts";
import { stepper } from "../asking/step.ts";
import { waitForEnter } from "../ask-password.ts";
import { delegateOpener } from "../connecting/delegates.ts";
import { defectFault } from "../defect.ts";
import { waitForLock } from "../connecting/wait-for-lock.ts";
import { EXIT, strictly, type ExitCode } from "../exit-codes.ts";
import { projectIdentity } from "../identity/project-identity.ts";
import { listenForInterrupts } from "../interrupt.ts";
import type { Io } from "../io.ts";
import type { Report } from "../reports.ts";
import { readVersion } from "../version.ts";
import { contextOf } from "./execution/run-context.ts";
import type { Execution } from "./execution/execution.ts";
import { hostRun } from "./execution/host-run.ts";
import { exitCode, record } from "./execution/outcome.ts";

/** Runs a plan on its hosts and reports the recap; resolves to the exit code. */
export async function execute(execution: Execution): Promise<ExitCode> {
  const { plan, options, io } = execution;
  const growth = new Growth(execution.loaded.inventory);
  const loaded = { ...execution.loaded, inventory: growth.inventory };
  const projectNames = await projectIdentity(loaded.project.root);
  const tally = createTally();
  const report = counted(execution.report, tally);
  const began = io.now();
  const { emit } = report;
  // No host connects before the run begins, and so none waits for its lock.
  const waiting = (host: Host) =>
    waitForLock({ host: host.name, timeout: options.lockTimeout, emit, clock, interrupted: () => stop.signal.aborted });
  const settings = new Map(loaded.settings);
  const runIds = new Set<string>();
  const create = (host: Host) => hostRun(execution, { host, settings, runIds }, waiting);
  const runs = new Map(loaded.hosts.map((host) => [host.name, create(host)]));
  for (const run of runs.values()) run.start = execution.starts.get(run.host.name);
  const interrupted = () => stop.signal.aborted;
  const delegating = { loaded, home: io.env["HOME"], settings, runs, create, interrupted };
  const hosts = new RunHosts(runs, delegateOpener(delegating));
  const { limit, reread, extraVars } = loaded;
  const settingsContext = { root: loaded.project.root, home: io.env["HOME"], extraVars };
  const inventory = new RunInventory({ growth, settings, settingsContext, limit, reread });
  const stop = listenForInterrupts(
    { runs: () => hosts.all(), emit, defect: (error) => defectFault(error, io, readVersion()) },
    io,
  );
  const clock = clockOf(io, stop.signal);
  emit({ event: "run_start", check: options.check, playbooks: loaded.project.playbooks.map(({ file }) => file) });
  try {
    const forks = options.forks;
    await runPlan({
      plan,
      hosts,
      context: {
        ...contextOf(
          { ...execution, loaded, report },
          { hosts, inventory, settings, clock, projectNames, interrupted },
        ),
        ...(options.step && { confirm: stepper(io, stop.signal) }),
        ...(io.stdin.isTTY && { waitForEnter: () => waitForEnter(io.stdin, stop.signal) }),
      },
      forks,
      usedFacts: loaded.facts,
    });
  } finally {
    await stop.closeHosts();
    stop.dispose();
  }
  await record(execution, began, [...runs.values()]);
  const ended = stop.hasDefect()
    ? EXIT.defect
    : exitCode([...runs.values()], { options, interrupted: stop.exit(), tally });
  const exit = strictly(ended, options.strict, report.warnings());
  const counts = Object.fromEntries([...runs.keys()].map((name): [string, Counts] => [name, tally.countsOf(name)]));
  emit({ event: "recap", hosts: counts, duration_ms: io.now() - began, exit });
  await report.end();
  return exit;
}

/** The report, with every event counted on its way. */
function counted(report: Report, tally: Tally): Report {
  return {
    ...report,
    emit(event) {
      tally.add(event);
      report.emit(event);
    },
  };
}

/** The clock of waits, which an interrupt ends at once. */
function clockOf(io: Io, signal: AbortSignal): Clock {
  return (
    io.standIns?.clock ?? {
      now: () => performance.now(),
      sleep: (seconds) => sleep(seconds * 1000, undefined, { signal }).catch(() => undefined),
      every: (seconds, act) => {
        const timer = setInterval(act, seconds * 1000);
        return () => clearInterval(timer);
      },
    }
  );
}
