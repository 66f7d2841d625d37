import { readProgram, write, writeProgram, type Script } from "../../module/script.ts";
import { endCommands } from "../end-commands.sh.ts";
import { walk } from "../paths/walk.sh.ts";
import { processTree } from "../process-tree.sh.ts";
import { runFunctions } from "../run-functions.sh.ts";
import { lockFolder } from "./lock-folder.sh.ts";
import { keepLock } from "./keep-lock.sh.ts";
import { takeLock as takeProgram } from "./take-lock.sh.ts";
import { watchOver as watchProgram } from "./watch-over.sh.ts";

/**
 * One lock for each host, whoever logs in. A shell of its own, the holder, has it; a keeper beside it ends it if the client does not
 * renew the lease in time. A watchdog beside each shell that may change the host ends what that shell is running once the holder is
 * gone, and the keeper releases the lock only then.
 */
export interface LockHolder {
  /** The process id of the holder, and when it started, in clock ticks after boot. */
  readonly process: number;
  readonly started: number;
  readonly folder: string;
}

/** How often the lease is renewed, and how long it lasts, in seconds. */
export interface Lease {
  readonly renewal: number;
  readonly length: number;
}

export const LEASE: Lease = { renewal: 10, length: 60 };

/** The exit status of `takeLock` if another run holds the lock; its output names that run. */
export const LOCKED = 75;

/** Takes the lock for the first time; `takeLock` tries again. Runs in the holder's shell itself, and defines functions for it. */
export function takeLockOf(id: string, who: string, lease: Lease): Script<"write"> {
  const variables = {
    id,
    who,
    lease: lease.length,
    keeper: writeProgram(keepLock).text,
    locked: LOCKED,
  };
  return write`${writeProgram(runFunctions)}
${readProgram(lockFolder)}
${writeProgram(takeProgram, { variables })}
${takeLock}`;
}

/** Tries to take the lock; runs in the holder's shell itself. */
export const takeLock: Script<"write"> = write`take_lock`;

export const renewLease: Script<"write"> = write`kill -USR1 "$keeper_process"`;

/** Runs in the holder's shell itself. */
export const releaseLock: Script<"write"> = write`release_lock`;

/** What `takeLock` printed; undefined if that is not a holder. */
export function parseHolder(stdout: string): LockHolder | undefined {
  const [, process, started, folder] = /^(\d+) (\d+) (\/[^\n]*)\n$/.exec(stdout) ?? [];
  return folder === undefined ? undefined : { process: Number(process), started: Number(started), folder };
}

/** Starts the watchdog of the shell in which this runs. It defines `$run` and the functions of run-functions.sh before. */
export function watchOver(id: string, { process, started, folder }: LockHolder): Script<"write"> {
  const watchdog = write`${readProgram(walk)}
${writeProgram(runFunctions)}
${readProgram(processTree)}
end_commands() (
${writeProgram(endCommands)}
)
${writeProgram(watchProgram)}`.text;
  return write`process_stat $$
watchdog=$(
printf '%s\n' ${watchdog} | sh -s -- $$ "$started" ${process} ${started} ${folder} "$run" ${`watchdog of provision, run ${id}`} >/dev/null 2>&1 9>&- &
echo $!
)`;
}
