import { runFault } from "../../errors/catalogue/run.ts";
import { asClause, type Fault } from "../../errors/fault.ts";
import { isNonEmpty } from "../../model/non-empty.ts";
import { Unknown } from "../../model/unknown.ts";
import type { Decision, PureModule, Settled } from "../../module/contract.ts";
import type { Access, HostRun } from "../host-run.ts";
import type { Upcoming } from "../prefetch/prefetch.ts";
import type { Invocation } from "./invocation.ts";
import type { Attempt } from "./attempt-outcome.ts";
import { waitUntilSettled, type Watch } from "./settle.ts";
import { readAlone, stepsOf, type HostModule } from "./steps.ts";

/** What an attempt works with on its host. */
export interface AttemptContext extends Watch {
  readonly run: HostRun;
  readonly access: Access;
  readonly upcoming: Upcoming;
}

/** Probes and decides; unless in check mode, then applies the changes and waits until the module has settled. */
export async function attempt(module: HostModule, invocation: Invocation, context: AttemptContext): Promise<Attempt> {
  const { run, access, upcoming } = context;
  const steps = stepsOf(module, { invocation, run, session: access.session, upcoming });
  const probed = await steps.probe();
  if (!probed.ok) return failedRead(probed.faults[0], run);
  const decision = steps.decide(probed.value);
  if (decision.fault) return failedRead(decision.fault, run, decision);
  if (access.mode === "check") return predict(decision, run, steps.settle?.look(invocation.args, probed.value));
  if (!isNonEmpty(decision.changes)) {
    return waitUntilSettled(steps, invocation, context, { attempt: attemptOf("ok", decision), fresh: probed });
  }
  const applied = await steps.apply(access.session, decision.changes, probed.value);
  if (!applied.ok) return { ...attemptOf("failed", decision), fault: applied.faults[0] };
  const changed = { ...attemptOf("changed", decision), result: { ...decision.result, ...applied.value } };
  return waitUntilSettled(steps, invocation, context, { attempt: changed });
}

/** A module that touches no host only decides. */
export function decideAlone(module: PureModule<never>, { args }: Invocation, run: HostRun): Attempt {
  return predict(module.decide(args), run);
}

/** A task whose author declares that it changes nothing (`check_mode: false`): it runs as a read, in check mode too. */
export async function readOnly(
  module: HostModule,
  invocation: Invocation,
  { run, access }: Pick<AttemptContext, "run" | "access">,
): Promise<Attempt> {
  if (module.kind !== "shell" || !module.asRead) {
    return failedAttempt(runFault("run/not-a-read", { module: module.name }));
  }
  // Only the author says that it reads, and it may take long.
  run.prefetch.invalidate();
  const { script, parse } = module.asRead(invocation.args);
  const answer = await readAlone(access.session, script, invocation);
  const result = answer.ok ? parse(answer.value) : answer;
  return result.ok ? { status: "ok", result: result.value, changes: [] } : failedAttempt(result.faults[0]);
}

/** After predicted changes, a read that misses something does not show how it will be once they are made. */
function failedRead(fault: Fault, run: HostRun, { result = {}, warnings = [] }: Partial<Decision> = {}): Attempt {
  if (fault.missing && !run.overlay.isEmpty) {
    return { ...unknownAttempt(`${asClause(fault.message)}; an earlier predicted change may bring it`), warnings };
  }
  return { ...failedAttempt(fault), result, warnings };
}

/** The outcome of a decision in check mode. Later tasks see its changes. */
function predict(decision: Decision, run: HostRun, look?: Settled): Attempt {
  if (decision.fault) return { ...attemptOf("failed", decision), fault: decision.fault };
  if (decision.unpredictable !== undefined) return unknownAttempt(decision.unpredictable);
  run.overlay.add(decision.changes);
  if (decision.changes.length > 0) return attemptOf("changed", decision);
  if (look?.is === "waiting") return unknownAttempt(`would wait for ${look.for}`);
  return look?.is === "failed" ? { ...attemptOf("failed", decision), fault: look.fault } : attemptOf("ok", decision);
}

/** Nothing can be said about the task. */
export function unknownAttempt(reason: string) {
  return { status: "unknown", result: new Unknown(reason), changes: [], reason } as const;
}

function failedAttempt(fault: Fault): Attempt {
  return { status: "failed", result: {}, changes: [], fault };
}

function attemptOf(status: Attempt["status"], { result, changes, facts, warnings }: Decision): Attempt {
  return { status, result, changes, ...(facts && { facts }), ...(warnings && { warnings }) };
}
