import { setTimeout as sleep } from "node:timers/promises";
import { shellFault } from "../../errors/catalogue/shell.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import type { Answer } from "../../module/answer.ts";
import type { Script } from "../../module/script.ts";
import type { Shell } from "../shell.ts";
import { first } from "../shells.ts";
import { LOCKED, parseHolder, releaseLock, renewLease, takeLock, takeLockOf } from "./host-lock.ts";
import type { Lease, LockHolder } from "./host-lock.ts";

const RELEASE_WITHIN_MS = 15_000;

export interface LockOptions {
  readonly host: string;
  readonly runId: string;
  /** The IDs that the run has on all its hosts. */
  readonly runIds: ReadonlySet<string>;
  readonly who: string;
  readonly lease: Lease;
  /** Called each time that another run, described as in its own options, holds the lock: resolves to whether to try again. */
  readonly waitForLock: (holder: string) => Promise<boolean>;
}

/** The host's lock, held by a shell of its own. */
export interface HeldLock {
  readonly holder: LockHolder;
  release(): Promise<void>;
}

/** Takes the host's lock in this shell, which is used for nothing else that lasts, and renews its lease until it is released. */
export async function holdLock(shell: Shell, options: LockOptions): Promise<Outcome<HeldLock>> {
  const { host, runId, runIds, who, lease, waitForLock } = options;
  let taken = await attempt(shell, takeLockOf(runId, who, lease));
  const isOwn = ({ stdout }: Answer) => runIds.has(/^run (\w+) of /.exec(holderOf({ stdout }))?.[1] ?? "");
  while (taken.ok && taken.value.exit === LOCKED && !isOwn(taken.value)) {
    if (!(await waitForLock(holderOf(taken.value)))) break;
    taken = await attempt(shell, takeLock);
  }
  if (!taken.ok) return taken;
  const holder = taken.value.exit === 0 ? parseHolder(taken.value.stdout) : undefined;
  if (!holder) {
    // It would wait for itself.
    return bad(isOwn(taken.value) ? shellFault("shell/same-machine", { host }) : refusal(host, taken.value));
  }
  const renewals = setInterval(() => void shell.send([renewLease]), lease.renewal * 1000);
  renewals.unref();
  return good({
    holder,
    async release() {
      clearInterval(renewals);
      // A holder that is frozen does not answer. It ends with its connection.
      await Promise.race([shell.define(releaseLock), sleep(RELEASE_WITHIN_MS, undefined, { ref: false })]);
    },
  });
}

async function attempt(shell: Shell, script: Script): Promise<Outcome<Answer>> {
  const answers = await shell.define(script);
  return answers.ok ? good(first(answers.value)) : answers;
}

function refusal(host: string, { exit, stdout, stderr }: Answer): Fault {
  if (exit === LOCKED) return shellFault("shell/locked", { host, holder: holderOf({ stdout }), process: undefined });
  return shellFault("shell/no-lock", { host, output: (stderr || stdout).trim() });
}

/** The holder's description; empty if its process cannot be seen. */
function holderOf({ stdout }: Pick<Answer, "stdout">): string {
  return stdout.trim();
}
