import { setTimeout as sleep } from "node:timers/promises";
import { abandonRun, closeHosts, interruptRun, type InterruptParts } from "../run/interrupt.ts";
import type { Fault } from "../errors/fault.ts";
import { leave, SIGNAL_EXITS, type ExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";

/** Seconds for which running tasks may finish after an interrupt, before their commands are asked to end. */
const GRACE = 1;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type Signal = (typeof SIGNALS)[number];

export interface Interrupts {
  /** Aborted by the first interrupt: then nothing new is started. */
  readonly signal: AbortSignal;
  /** The exit code of the first interrupt; undefined without one. */
  exit(): ExitCode | undefined;
  /** Closes the connections of all hosts. */
  closeHosts(): Promise<void>;
  /** Whether an error that nothing caught has ended the run. */
  hasDefect(): boolean;
  dispose(): void;
}

export interface InterruptOptions extends Pick<InterruptParts, "runs" | "emit"> {
  readonly defect: (error: unknown) => Fault;
}

/** The first interrupt ends the run in order, the second abandons it, the third ends the program at once. */
export function listenForInterrupts(parts: InterruptOptions, { standIns }: Io): Interrupts {
  const controller = new AbortController();
  const all = { ...parts, grace: standIns?.grace ?? GRACE, wait };
  let count = 0;
  let exit: ExitCode | undefined;
  const listener = (name: Signal = "SIGINT") => {
    count += 1;
    exit ??= SIGNAL_EXITS[name];
    if (count === 1) {
      controller.abort();
      void interruptRun(all);
    } else if (count === 2) void abandonRun(all).finally(() => leave(SIGNAL_EXITS[name]));
    else leave(SIGNAL_EXITS[name]);
  };
  const { signal } = controller;
  let hasDefect = false;
  // An error outside every awaited promise belongs to no task: the run ends in order.
  const stray = (error: unknown) => {
    hasDefect = true;
    parts.emit({ event: "error", fault: parts.defect(error) });
    if (count === 0) listener();
  };
  const close = () => closeHosts(all, () => signal.aborted);
  const interrupts = { signal, exit: () => exit, closeHosts: close, hasDefect: () => hasDefect };
  if (standIns) return { ...interrupts, dispose: standIns.onInterrupt(listener) };
  for (const name of SIGNALS) process.on(name, listener);
  process.on("uncaughtException", stray);
  return {
    ...interrupts,
    dispose() {
      process.off("uncaughtException", stray);
      for (const name of SIGNALS) process.off(name, listener);
    },
  };
}

/** Does not keep the process alive. */
function wait(seconds: number): Promise<void> {
  return sleep(seconds * 1000, undefined, { ref: false });
}
