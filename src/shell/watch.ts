import { shellFault } from "../errors/catalogue/shell.ts";
import type { Outcome } from "../errors/fault.ts";
import { read, write, type Script } from "../module/script.ts";
import type { Shell } from "./shell.ts";

/** Milliseconds between two looks at a shell that prints nothing. */
export const WATCH_EVERY_MS = 15_000;

export interface WatchParts {
  readonly host: string;
  readonly shell: Shell;
  readonly everyMs: number;
  /** Another shell of the same user. */
  readonly second: () => Promise<Outcome<Shell>>;
}

/**
 * Watches a shell while it answers nothing. A command may be silent for hours, but a shell that a signal has stopped never answers,
 * although its connection lives: then it is ended. Another shell sees which of both it is.
 */
export function watchShell({ host, shell, everyMs, second }: WatchParts): void {
  let received = -1;
  let isLooking = false;
  let stoppedLooks = 0;
  const look = async () => {
    const isQuiet = shell.isBusy && shell.received === received;
    received = shell.received;
    stoppedLooks = isQuiet && (await isStopped(shell, second)) ? stoppedLooks + 1 : 0;
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

async function isStopped(shell: Shell, second: WatchParts["second"]): Promise<boolean> {
  const other = await second();
  if (!other.ok) return false;
  const answers = await other.value.send([stateOf(shell.pid)]);
  return answers.ok && /^[Tt]\n$/.test(answers.value[0]?.stdout ?? "");
}

/** Prints the state of a process as /proc has it: one letter. */
function stateOf(pid: number): Script<"read"> {
  return read`read -r stat <${`/proc/${pid}/stat`} && stat=\${stat##*) } && echo "\${stat%% *}"`;
}

function kill(pid: number): Script<"write"> {
  return write`kill -KILL ${pid}`;
}
