import { runFault } from "../errors/catalogue/run.ts";
import type { Fault } from "../errors/fault.ts";
import type { Emit } from "../events/event.ts";
import type { Ended } from "../shell/end-commands.ts";
import type { HostRun } from "./host-run.ts";
import type { Target } from "./places/target.ts";

/** Seconds that ending a host's commands may take, with the second shell that this needs: SIGKILL follows SIGTERM after 8 s. */
const ENDING = 14;
/** How many processes of a host are named, and how much of their command lines. */
const NAMED = 5;
const SHOWN = 200;
/** Seconds for which an abandoned host is still told to end its commands. */
const ABANDONING = 1;
/** Seconds that closing a connection may take in an interrupted run. */
const CLOSING = 2;

export interface InterruptParts {
  /** The hosts of the run, also those that tasks have been delegated to so far. */
  readonly runs: () => readonly HostRun[];
  readonly emit: Emit;
  /** Seconds for which a running task may still finish by itself. */
  readonly grace: number;
  /** Resolves after that many seconds, in an interrupted run too. */
  readonly wait: (seconds: number) => Promise<void>;
}

/**
 * Interrupts a run: running tasks may finish for a few seconds, then their commands are ended. Resolves when nothing more happens on
 * the hosts, except for what had to be spared.
 */
export async function interruptRun(parts: InterruptParts): Promise<void> {
  const { emit, grace, wait } = parts;
  const running = parts.runs().flatMap(({ task, host }) => (task === undefined ? [] : { host: host.name, task }));
  emit({ event: "interrupt", running });
  for (const target of targetsOf(parts)) {
    if (target.isConnected) target.prepareToEnd();
    else target.stop(runFault("run/interrupted", {}));
  }
  await wait(grace);
  await Promise.all([...targetsOf(parts)].map((target) => endTasks(target, parts)));
}

/** Gives up on a run at once, and says what may be left on the hosts. */
export async function abandonRun(parts: InterruptParts): Promise<void> {
  const { runs, emit, wait } = parts;
  const abandon = async (target: Target) => {
    const ended = await Promise.race([target.endCommands(), wait(ABANDONING).then(() => [undefined])]);
    if (isAllOver(ended)) return;
    const processes = processesOf(target, runs());
    for (const task of tasksAt(target, runs())) {
      warn(emit, runFault("run/abandoned", { task, host: target.name, processes }), target);
    }
  };
  const busy = [...targetsOf(parts)].filter((one) => one.isConnected && tasksAt(one, runs()).length > 0);
  await Promise.all(busy.map(abandon));
}

/** Closes the connections of all hosts. After an interrupt, a host that does not answer is left alone. */
export async function closeHosts(parts: InterruptParts, interrupted: () => boolean): Promise<void> {
  const { emit, wait } = parts;
  const close = async (target: Target) => {
    const closed = target.close().then(
      () => true,
      () => false,
    );
    const isClosed = interrupted() ? Promise.race([closed, wait(CLOSING).then(() => false)]) : closed;
    if (!(await isClosed)) {
      warn(emit, runFault("run/not-closed", { host: target.name }), target);
    }
  };
  await Promise.all([...targetsOf(parts)].map(close));
}

function targetsOf({ runs }: InterruptParts): Set<Target> {
  return new Set(runs().map(({ target }) => target));
}

/** The tasks that run at a target, of whichever hosts. */
function tasksAt(target: Target, runs: readonly HostRun[]): string[] {
  return runs.flatMap(({ at, task }) => (at === target && task !== undefined ? [task] : []));
}

async function endTasks(target: Target, { emit, wait }: InterruptParts): Promise<void> {
  const ended = await Promise.race([target.endCommands(), wait(ENDING).then(() => [undefined])]);
  const spared = ended.find((one) => one?.spared !== undefined)?.spared;
  if (spared !== undefined) {
    warn(emit, runFault("run/spared", { host: target.name, process: spared }), target);
    return;
  }
  // The answer of a command that has just ended is on its way.
  await wait(0.1);
  target.stop(runFault("run/interrupted", {}, { details: ended.flatMap(remains) }));
}

/** Whether the host says that every command has ended. */
function isAllOver(ended: readonly (Ended | undefined)[]): boolean {
  const isOver = (one: Ended | undefined) => one !== undefined && one.count > 0 && one.left.length === 0;
  return ended.length > 0 && ended.every(isOver);
}

/** The processes of what runs at a target. The command line of a task with `no_log` may contain what it hides. */
function processesOf(target: Target, runs: readonly HostRun[]): readonly string[] {
  const running = target.lastRunning();
  const isHidden = runs.some((run) => run.at === target && run.isHidden);
  const shown = running.slice(0, NAMED).map(({ pid, name, command }) => {
    const text = isHidden || command === "" ? name : command.slice(0, SHOWN);
    return `process ${pid} (${text})`;
  });
  return running.length > NAMED ? [...shown, `${running.length - NAMED} more`] : shown;
}

function remains(ended: Ended | undefined): string[] {
  if (!ended) return ["The host did not answer: what the task was running may still run. The next run ends it."];
  return ended.left.map((process) => `This process could not be ended: ${process}.`);
}

function warn(emit: Emit, { code, message, hint }: Fault, { name }: Target): void {
  emit({ event: "warning", code, message, hint, host: name });
}
