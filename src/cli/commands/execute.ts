import { stat } from "node:fs/promises";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { userInfo, hostname } from "node:os";
import { good, type Outcome } from "../../errors/fault.ts";
import type { Counts } from "../../events/event.ts";
import type { LoadedProject } from "../../inventory/load-project.ts";
import { Growth } from "../../inventory/growth/growth.ts";
import type { HostSettings } from "../../inventory/settings.ts";
import type { Layer } from "../../language/scope.ts";
import type { Host } from "../../model/host.ts";
import type { ModuleRegistry } from "../../module/contract.ts";
import { writtenNames } from "../../plan/before-run.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Start } from "../../plan/start/walk.ts";
import type { Clock, RunContext } from "../../run/context.ts";
import { RunInventory } from "../../run/growth/run-inventory.ts";
import { HostRun } from "../../run/host-run.ts";
import type { Access } from "../../run/places/target.ts";
import { runPlan } from "../../run/plays.ts";
import { RunHosts } from "../../run/places/hosts.ts";
import { createTally, type Tally } from "../../run/tally.ts";
import { taskScope, type ScopeSources } from "../../run/scope.ts";
import { openReadSession, openSession, type SessionOptions } from "../../shell/session.ts";
import { stepper } from "../asking/step.ts";
import { waitForEnter } from "../ask-password.ts";
import type { Connector } from "../connecting/connector.ts";
import { delegateOpener } from "../connecting/delegates.ts";
import { defectFault } from "../defect.ts";
import { waitForLock } from "../connecting/wait-for-lock.ts";
import { EXIT, strictly, type ExitCode } from "../exit-codes.ts";
import { projectIdentity } from "../identity/project-identity.ts";
import { listenForInterrupts } from "../interrupt.ts";
import type { Io } from "../io.ts";
import type { RunOptions } from "../options.ts";
import { recordOf } from "../last-run/starts.ts";
import { writeLastRun } from "../last-run/store.ts";
import type { Report } from "../reports.ts";
import { readVersion } from "../version.ts";

/** A planned run and what it needs. */
export interface Execution {
  readonly plan: Plan;
  /** Where hosts start that do not start at the beginning, by name. */
  readonly starts: ReadonlyMap<string, Start>;
  readonly loaded: LoadedProject;
  readonly extraVars: Layer;
  readonly options: RunOptions;
  readonly io: Io;
  readonly registry: ModuleRegistry;
  readonly report: Report;
  readonly connector: Connector;
}

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

/** Records which hosts failed. Whoever only checks wants to know what the run after it would do, so that leaves no record. */
async function record(execution: Execution, began: number, runs: readonly HostRun[]): Promise<void> {
  const { options, io, loaded, plan, report } = execution;
  if (options.check) return;
  const problem = await writeLastRun(recordOf(began, runs, loaded, plan), options, io);
  if (!problem || !runs.some((run) => run.isLost())) return;
  const { code, message, hint } = problem;
  report.emit({ event: "warning", code, message, hint });
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

type ContextParts = Pick<RunContext, "clock" | "interrupted" | "projectNames" | "inventory"> & {
  readonly hosts: RunHosts;
  readonly settings: Settings;
};

/** By the name of the host. */
type Settings = ReadonlyMap<string, HostSettings>;

function contextOf(
  { loaded, extraVars, options, io, registry, report }: Execution,
  { hosts, inventory: growing, settings, clock, interrupted, projectNames }: ContextParts,
): RunContext {
  const { project, inventory, names, typing } = loaded;
  const { root, providers } = project;
  const missingSecrets = loaded.missingSecrets.flatMap(({ lengths }) => [...lengths.keys()]);
  for (const name of writtenNames(project)) io.mask.addName(name);
  const usesHostvars = names.has("hostvars");
  const locked = loaded.imageLock.digests;
  const magic = {
    check_mode: options.check,
    verbosity: options.verbosity,
    inventory_dir: loaded.inventoryDir,
    provision_version: readVersion(),
  };
  const known = { missingSecrets, usesHostvars, locked, magic, env: io.env };
  const sources: ScopeSources = { root, inventory, extraVars, typing, hosts, providers, ...known };
  return {
    registry,
    clock,
    wallClock: io.now,
    emit: report.emit,
    check: options.check,
    become: options.become,
    becomeOf: (host) => settings.get(host) ?? { become: undefined, becomeUser: undefined },
    becomePassword: options.becomePassword,
    anythingPending: () => hosts.all().some(({ target }) => !target.overlay.isEmpty),
    interrupted,
    hide: (text) => io.mask.addFound(text),
    defect: (error) => defectFault(error, io, readVersion()),
    projectNames,
    hasPlaybook: (file) => exists(path.resolve(root, file)),
    delegate: (name) => hosts.delegate(name),
    inventory: growing,
    scopeOf: (run, play, planned, around) => taskScope(sources, run, play, { ...planned, ...around }),
  };
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function hostRun(
  { options, io, connector }: Execution,
  { host, settings, runIds }: { readonly host: Host; readonly settings: Settings; readonly runIds: Set<string> },
  waiting: (host: Host) => NonNullable<SessionOptions["waitForLock"]>,
): HostRun {
  const { username } = userInfo();
  const connect = () => io.standIns?.openTransport(host) ?? connector.connect(host.name, settingsOf(host, settings));
  // Each host has its own ID: temporary files are named by it, and hosts may write into one shared folder.
  const runId = io.randomId().slice(0, 12);
  runIds.add(runId);
  const session = {
    host: host.name,
    runId,
    runIds,
    who: `${username} at ${hostname()}, started ${new Date(io.now()).toISOString()}`,
    connect,
    startWithin: options.timeout,
  };
  const isHere = settings.get(host.name)?.type === "local";
  return new HostRun(host, async (): Promise<Outcome<Access>> => {
    if (options.check) {
      const opened = await openReadSession(session);
      return opened.ok ? good({ mode: "check", session: opened.value, isHere }) : opened;
    }
    const opened = await openSession({ ...session, waitForLock: waiting(host) });
    return opened.ok ? good({ mode: "run", session: opened.value, isHere }) : opened;
  });
}

function settingsOf({ name }: Host, settings: Settings): HostSettings {
  const found = settings.get(name);
  if (!found) throw new Error(`the project was loaded without the connection settings of ${name}`);
  return found;
}

function exitCode(
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
