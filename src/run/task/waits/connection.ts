import { runFault } from "../../../errors/catalogue/run.ts";
import { bad, good, type Fault, type Outcome } from "../../../errors/fault.ts";
import { isUnreachable } from "../../../errors/unreachable.ts";
import type { RunAs } from "../../../model/host.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Connecting } from "../../../module/contract.ts";
import { read } from "../../../module/script.ts";
import type { Access, Target } from "../../places/target.ts";
import type { TaskOnHost } from "../../task-on-host.ts";

/** Opens another connection for a task that holds the host alone. */
export async function reconnect(target: Target): Promise<Outcome<Access>> {
  await target.disconnect();
  return target.access();
}

/** Whether another connection may help. The host may still think that the lost one holds its lock. */
export function mayPass(fault: Fault): boolean {
  return isUnreachable(fault) || fault.code === "shell/locked" || fault.code === "shell/same-machine";
}

/** Faults of a connection that waiting does not cure. A login may be refused until a new host knows the user's key. */
const LASTING =
  /^connection\/(?:host-(?:key|certificate)|password|key|no-agent|ssh-config|proxy-command|jump-loop|known-hosts)/;

/** Whether another connection may help to a host that has accepted the login before. */
export function mayComeBack(fault: Fault): boolean {
  const isRefused = ["connection/login-refused", "connection/no-key"].includes(fault.code);
  return mayPass(fault) && !LASTING.test(fault.code) && !isRefused;
}

/**
 * Opens new connections until one works, but only one in check mode. The host may have been away when the play began, so that is made up for.
 */
export async function waitForConnection(
  { context, keywords, run, target }: TaskOnHost,
  { delay, every, timeout }: Connecting,
  { runAs, progress }: { readonly runAs: RunAs; readonly progress: (message: string) => void },
): Promise<Outcome<ValueMap>> {
  const { clock, interrupted } = context;
  const waits = !context.check && keywords.checkMode !== true;
  const began = clock.now();
  if (waits && delay > 0) {
    progress(`waiting for ${delay} s`);
    await clock.sleep(delay);
  }
  const deadline = began + (delay + timeout) * 1000;
  for (;;) {
    if (interrupted()) return bad(runFault("run/interrupted", {}));
    const fault = await target.alone(() => tryConnection(target, runAs, waits));
    if (!fault) break;
    if (!waits || !mayPass(fault) || LASTING.test(fault.code) || clock.now() >= deadline) return bad(fault);
    progress("waiting for the connection to the host");
    await clock.sleep(every);
  }
  if (target === run.target) await run.prepareLater?.();
  return good(waits ? { elapsed: Math.floor((clock.now() - began) / 1000) } : {});
}

async function tryConnection(target: Target, runAs: RunAs, isNew: boolean): Promise<Fault | undefined> {
  const access = await (isNew || !target.isConnected ? reconnect(target) : target.access());
  const answers = access.ok ? await access.value.session.read([read`:`], runAs) : access;
  return answers.ok ? undefined : answers.faults[0];
}
