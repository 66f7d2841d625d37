import type { Script } from "../module/script.ts";
import { read, readProgram, sequence, write, writeProgram } from "../module/script.ts";
import { beginRun as beginProgram } from "./begin-run.sh.ts";
import { change } from "./paths/change.sh.ts";
import { looks } from "./paths/looks.sh.ts";
import { walk } from "./paths/walk.sh.ts";
import { LOCKED, watchOver, type LockHolder } from "./host-lock/host-lock.ts";
import { runFunctions } from "./run-functions.sh.ts";
import { stateFolder } from "./state-folder.sh.ts";

/**
 * What a run keeps on a target, below /var/lib/provision (root) or ~/.local/state/provision (others):
 * - `run/ID/`: names of temporary folders (`temp.*`) and process groups (`pids`), written before they are used, and whether files can be renamed
 *   (`renames*`);
 * - `async/ID/`: background jobs, see `jobs/start-job.sh`; neither the beginning nor the end of a run touches them;
 * - `pending/`: one file for each notified handler that has not run yet: its key, the section of the play, and who started the run.
 * The lock is in `host-lock/`.
 */
function definitions(id: string): Script<"write"> {
  return write`${readProgram(stateFolder, { variables: { id } })}
${pathFunctions}
${writeProgram(change)}
${writeProgram(runFunctions)}`;
}

/** The functions by which scripts go to a path: in check mode, too. */
export const pathFunctions: Script<"read"> = sequence([readProgram(walk), readProgram(looks)]);

/** The functions that find the state folder: in check mode, too. */
export const stateFunctions: Script<"read"> = readProgram(stateFolder, { variables: { id: "" } });

/** The exit status of `joinRun` and `pendingHandlers` if something in the state folder cannot be used. */
export const DAMAGED = 76;

/** Prints the pending handlers in check mode, which takes no lock. */
export const pendingHandlers: Script<"read"> = read`state_folder
usable_state || exit ${DAMAGED}
list_pending
exit 0`;

/** Defines variables and functions for the scripts that follow in the same shell. */
export function enterRun(id: string): Script<"write"> {
  return write`${definitions(id)}
state_folder`;
}

/**
 * The same for a shell that changes the host: it cleans up after dead runs and makes the run's folder, then a watchdog watches over it.
 * Prints the pending handlers, see `parsePending`.
 */
export function joinRun(id: string, holder: LockHolder): Script<"write"> {
  return write`${enterRun(id)}
(
${writeProgram(beginProgram, { variables: { locked: LOCKED, damaged: DAMAGED } })}
)
begun=$?
if [ "$begun" = 0 ]; then
${watchOver(id, holder)}
fi
(exit "$begun")`;
}

/** Removes everything that the run kept. */
export const endRun: Script<"write"> = write`
remove_leftovers "$run"
rmdir "$base/run" "$base/pending" 2>/dev/null
kill \${watchdog:-} 2>/dev/null
true`;
