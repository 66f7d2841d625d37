import { setTimeout as sleep } from "node:timers/promises";
import { shellFault } from "../errors/catalogue/shell.ts";
import type { Outcome } from "../errors/fault.ts";
import { read, write, type Script } from "../module/script.ts";
import type { Shell } from "./shell.ts";

/** Milliseconds between two looks at a shell that prints nothing. */
export const WATCH_EVERY_MS = 15_000;

/** Milliseconds after which a shell that has only to read a file is taken for frozen: a host under load is slow. */
export const FROZEN_AFTER_MS = 60_000;

/**
 * How often in a row a second shell may be late while content is on its way and none of it moves. The request waits behind what the
 * network's buffers hold, which is megabytes.
 */
const LATE_LOOKS = 5;

export interface WatchParts {
  readonly host: string;
  readonly shell: Shell;
  readonly everyMs: number;
  readonly frozenAfterMs: number;
  /** Another shell of the same user. */
  readonly second: () => Promise<Outcome<Shell>>;
}

/**
 * Watches a shell while it answers nothing. A command may be silent for hours, but a shell that a signal has stopped never answers,
 * although its connection lives: then it is ended. Another shell sees which of both it is. If that one does not answer, either, both are frozen.
 */
export function watchShell({ host, shell, everyMs, frozenAfterMs, second }: WatchParts): void {
  let moved = -1;
  let isLooking = false;
  let stoppedLooks = 0;
  let lateLooks = 0;
  const look = async () => {
    const isQuiet = shell.isBusy && shell.moved === moved;
    moved = shell.moved;
    const state = isQuiet ? await stateOf(shell, second, frozenAfterMs) : "runs";
    lateLooks = state === "late" && shell.moved === moved ? lateLooks + 1 : 0;
    if (lateLooks >= (shell.hasUpload ? LATE_LOOKS : 1)) {
      const fault = shellFault("shell/frozen", { host, seconds: Math.round((lateLooks * frozenAfterMs) / 1000) });
      shell.giveUp(fault);
      const other = await second();
      if (other.ok) other.value.giveUp(fault);
      return;
    }
    stoppedLooks = state === "stopped" ? stoppedLooks + 1 : 0;
    // A signal that continues it may be on its way.
    if (stoppedLooks < 2) return;
    // Its end must not be reported instead.
    shell.giveUp(shellFault("shell/stopped", { host, process: shell.pid }));
    const other = await second();
    if (other.ok) await other.value.send([kill(shell.pid)]);
  };
  const timer = setInterval(() => {
    if (shell.isOver) clearInterval(timer);
    else if (!isLooking) {
      isLooking = true;
      void look().finally(() => (isLooking = false));
    }
  }, everyMs);
  timer.unref();
}

/** What another shell sees of a shell that answers nothing; `late` if that one does not answer, either. */
async function stateOf(
  shell: Shell,
  second: WatchParts["second"],
  withinMs: number,
): Promise<"runs" | "stopped" | "late"> {
  const other = await second();
  if (!other.ok) return "runs";
  const late = sleep(withinMs, "late" as const, { ref: false });
  const answers = await Promise.race([other.value.send([readState(shell.pid)]), late]);
  if (answers === "late") return other.value.isOver || shell.isOver ? "runs" : "late";
  return answers.ok && /^[Tt]\n$/.test(answers.value[0]?.stdout ?? "") ? "stopped" : "runs";
}

/** Prints the state of a process as /proc has it: one letter. */
function readState(pid: number): Script<"read"> {
  return read`read -r stat <${`/proc/${pid}/stat`} && stat=\${stat##*) } && echo "\${stat%% *}"`;
}

function kill(pid: number): Script<"write"> {
  return write`kill -KILL ${pid}`;
}
