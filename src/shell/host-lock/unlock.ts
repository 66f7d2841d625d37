import { shellFault } from "../../errors/catalogue/shell.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Become } from "../../model/host.ts";
import { read, readProgram, write, writeProgram, type Script } from "../../module/script.ts";
import { first, Shells, type ShellsOptions } from "../shells.ts";
import { endHolder } from "./end-holder.sh.ts";
import { lockFolder } from "./lock-folder.sh.ts";

/** The lock of a host, as somebody sees it who takes no part in a run. */
export interface LockAccess {
  /** Who holds the lock: the run's description, which is empty if its processes cannot be seen. Undefined if the lock is free. */
  holder(): Promise<Outcome<LockOwner | undefined>>;
  /** Ends the holder; resolves to whether the lock is free then. `refused`: the process belongs to another user. */
  end(process: number): Promise<Outcome<"free" | "held" | "refused">>;
  close(): Promise<void>;
}

export interface LockOwner {
  readonly run: string;
  /** The process that holds the lock, and the user whom it belongs to; undefined if it cannot be seen. */
  readonly process: number | undefined;
  readonly user: string | undefined;
}

const LOOK = read`${readProgram(lockFolder)}
if [ ! -r "$lock_folder" ]; then echo "$lock_folder cannot be read" >&2; exit 74; fi
command flock -n 8 8<"$lock_folder" 9>&-
case $? in
0) echo free; exit 0 ;;
1) ;;
*) exit 74 ;;
esac
run=$(lock_holder) || { echo 'held - -'; exit 0; }
process=$\{run##*process \}
process=$\{process%% *\}
echo "held $process $(stat -c %U "/proc/$process" 2>/dev/null || echo -) $run"`;

/** Opens a connection to look at a host's lock. */
export async function openLockAccess(options: ShellsOptions, become: Become | undefined): Promise<Outcome<LockAccess>> {
  const { host } = options;
  const transport = await options.connect();
  if (!transport.ok) return transport;
  const shells = new Shells(options, transport.value, () => Promise.resolve(good(undefined)));
  const ask = async (script: Script) => {
    const answers = await shells.send([script], become);
    if (!answers.ok) return answers;
    const answer = first(answers.value);
    return answer.exit === 0
      ? good(answer.stdout)
      : bad(shellFault("shell/no-lock", { host, output: answer.stderr.trim() }));
  };
  return good({
    async holder() {
      const stdout = await ask(LOOK);
      return stdout.ok ? parseOwner(stdout.value, host) : stdout;
    },
    async end(process) {
      const script = write`${readProgram(lockFolder)}\n${writeProgram(endHolder, { variables: { process } })}`;
      const stdout = await ask(script);
      if (!stdout.ok) return stdout;
      const verdict = (["free", "held", "refused"] as const).find((word) => stdout.value === `${word}\n`);
      return verdict ? good(verdict) : bad(shellFault("shell/no-lock", { host, output: stdout.value.trim() }));
    },
    close: () => shells.close(),
  });
}

function parseOwner(stdout: string, host: string): Outcome<LockOwner | undefined> {
  if (stdout === "free\n") return good(undefined);
  const [, process, user, run] = /^held (\d+|-) (\S+)(?: ([^\n]*))?\n$/.exec(stdout) ?? [];
  if (process === undefined) return bad(shellFault("shell/no-lock", { host, output: stdout.trim() }));
  const known = (word: string | undefined) => (word === "-" ? undefined : word);
  return good({
    run: run ?? "",
    process: known(process) === undefined ? undefined : Number(process),
    user: known(user),
  });
}
