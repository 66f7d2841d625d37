import { runFault } from "../errors/catalogue/run.ts";
import type { Fault } from "../errors/fault.ts";
import type { Emit } from "../events/event.ts";
import type { Ended } from "../shell/end-commands.ts";
import type { HostRun } from "./host-run.ts";

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
  readonly runs: readonly HostRun[];
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
  const { runs, emit, grace, wait } = parts;
  emit({
    event: "interrupt",
    running: runs.flatMap(({ task, host }) => (task === undefined ? [] : { host: host.name, task })),
  });
  for (const run of runs) {
    if (run.isConnected) run.prepareToEnd();
    else run.stop(runFault("run/interrupted", {}));
  }
  await wait(grace);
  await Promise.all(runs.map((run) => endTask(run, parts)));
}

/** Gives up on a run at once, and says what may be left on the hosts. */
export async function abandonRun({ runs, emit, wait }: InterruptParts): Promise<void> {
  const busy = runs.filter(({ task, isConnected }) => task !== undefined && isConnected);
  const abandon = async (run: HostRun) => {
    const ended = await Promise.race([run.endCommands(), wait(ABANDONING).then(() => [undefined])]);
    if (run.task === undefined || isAllOver(ended)) return;
    const params = { task: run.task, host: run.host.name, processes: processesOf(run) };
    warn(emit, runFault("run/abandoned", params), run);
  };
  await Promise.all(busy.map(abandon));
}

/** Closes the connections of all hosts. After an interrupt, a host that does not answer is left alone. */
export async function closeHosts({ runs, emit, wait }: InterruptParts, interrupted: () => boolean): Promise<void> {
  const close = async (run: HostRun) => {
    const closed = run.close().then(
      () => true,
      () => false,
    );
    const isClosed = interrupted() ? Promise.race([closed, wait(CLOSING).then(() => false)]) : closed;
    if (!(await isClosed)) {
      warn(emit, runFault("run/not-closed", { host: run.host.name }), run);
    }
  };
  await Promise.all(runs.map(close));
}

async function endTask(run: HostRun, { emit, wait }: InterruptParts): Promise<void> {
  const ended = await Promise.race([run.endCommands(), wait(ENDING).then(() => [undefined])]);
  const spared = ended.find((one) => one?.spared !== undefined)?.spared;
  if (spared !== undefined) {
    warn(emit, runFault("run/spared", { host: run.host.name, process: spared }), run);
    return;
  }
  // The answer of a command that has just ended is on its way.
  await wait(0.1);
  run.stop(runFault("run/interrupted", {}, { details: ended.flatMap(remains) }));
}

/** Whether the host says that every command has ended. */
function isAllOver(ended: readonly (Ended | undefined)[]): boolean {
  const isOver = (one: Ended | undefined) => one !== undefined && one.count > 0 && one.left.length === 0;
  return ended.length > 0 && ended.every(isOver);
}

/** The processes of the running task. The command line of a task with `no_log` may contain what it hides. */
function processesOf(run: HostRun): readonly string[] {
  const running = run.lastRunning();
  const shown = running.slice(0, NAMED).map(({ pid, name, command }) => {
    const text = run.isHidden || command === "" ? name : command.slice(0, SHOWN);
    return `process ${pid} (${text})`;
  });
  return running.length > NAMED ? [...shown, `${running.length - NAMED} more`] : shown;
}

function remains(ended: Ended | undefined): string[] {
  if (!ended) return ["The host did not answer: what the task was running may still run. The next run ends it."];
  return ended.left.map((process) => `This process could not be ended: ${process}.`);
}

function warn(emit: Emit, { code, message, hint }: Fault, run?: HostRun): void {
  emit({ event: "warning", code, message, hint, ...(run && { host: run.host.name }) });
}
