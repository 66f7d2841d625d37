import { asClause, type Fault } from "../../errors/fault.ts";
import { isNonEmpty } from "../../model/non-empty.ts";
import { Unknown } from "../../model/unknown.ts";
import { findUnknown } from "../../model/value.ts";
import type { Applied, Decision, Peer, PureModule, Settled } from "../../module/contract.ts";
import type { Access, HostRun } from "../host-run.ts";
import type { Upcoming } from "../prefetch/prefetch.ts";
import type { Invocation } from "./invocation.ts";
import { askOnce, peerText } from "./waits/hung-service.ts";
import type { Attempt, ChangeTrace } from "./attempt-outcome.ts";
import { waitUntilSettled, type Watch } from "./settle.ts";
import { readAlone, stepsOf, type HostModule } from "./steps.ts";

/** What an attempt needs on its host. */
export interface AttemptContext extends Watch {
  readonly run: HostRun;
  readonly access: Access;
  readonly upcoming: Upcoming;
  readonly trace: ChangeTrace;
}

/** Probes and decides; unless in check mode, then applies the changes and waits until the module has settled. */
export async function attempt(module: HostModule, invocation: Invocation, context: AttemptContext): Promise<Attempt> {
  const { run, access, upcoming } = context;
  const steps = stepsOf(module, { invocation, run, session: access.session, upcoming });
  const peer = module.kind === "service" ? module.service.peer(module.target(invocation.args)) : undefined;
  const probed = await (access.mode === "check" && peer
    ? askOnce(peer, () => steps.probe(), { hung: run.hungServices, clock: context.clock })
    : steps.probe());
  if (!probed.ok) return failedRead(probed.faults[0], { run, peer });
  const decision = steps.decide(probed.value);
  if (decision.fault) return failedRead(decision.fault, { run, peer }, decision);
  if (access.mode === "check") {
    if (decision.unmet && isNotDeployed(decision.unmet, run)) return notDeployed({ run, peer });
    return predict(decision, run, steps.settle?.check(invocation.args, probed.value));
  }
  if (!isNonEmpty(decision.changes)) {
    return waitUntilSettled(steps, invocation, context, { attempt: attemptOf("ok", decision), fresh: probed });
  }
  context.trace.isTried = true;
  const applied = await steps.apply(access.session, decision.changes, probed.value);
  const made = withWarnings(decision, applied);
  context.trace.isMade = applied.ok;
  if (!applied.ok && applied.faults[0].code === "shell/handler-not-kept") context.trace.isTried = false;
  if (!applied.ok) return failedApply(made, applied.faults[0]);
  const changed = { ...attemptOf("changed", made), result: { ...decision.result, ...applied.value } };
  return waitUntilSettled(steps, invocation, context, { attempt: changed });
}

/** Runs a module that touches no host: it only decides. */
export function decideAlone(module: PureModule<never>, { args }: Invocation, run: HostRun): Attempt {
  return predict(module.decide(args), run);
}

/** Runs a task whose author declares that it changes nothing (`check_mode: false`) as a read, in check mode too. */
export async function readOnly(
  module: HostModule,
  invocation: Invocation,
  { run, access }: Pick<AttemptContext, "run" | "access">,
): Promise<Attempt> {
  if (module.kind !== "shell" || !module.asRead) {
    throw new Error(`the loader must reject \`check_mode: false\` on ${module.name}`);
  }
  // That it only reads is the author's claim, and it may take long.
  run.prefetch.invalidate();
  const { script, parse } = module.asRead(invocation.args);
  const answer = await readAlone(access.session, script, invocation);
  const result = answer.ok ? parse(answer.value) : answer;
  return result.ok ? { status: "ok", result: result.value, changes: [] } : failedAttempt(result.faults[0]);
}

/** Where an attempt reads: the host, and the service if it asks one. */
interface ReadFrom {
  readonly run: HostRun;
  readonly peer: Peer | undefined;
}

/** After predicted changes, a read that misses something proves nothing: one of the changes may create it. */
function failedRead(fault: Fault, from: ReadFrom, { result = {}, warnings = [] }: Partial<Decision> = {}): Attempt {
  if (isNotDeployed(fault, from.run)) return { ...notDeployed(from), warnings };
  if (fault.missing && !from.run.overlay.isEmpty) {
    return { ...unknownAttempt(`${asClause(fault.message)}; an earlier predicted change may create it`), warnings };
  }
  return { ...failedAttempt(fault), result: { ...result, ...fault.result }, warnings };
}

/** The faults of a service that does not answer. */
const SILENT = /^services\/\w+-unreachable$/;

/** Whether a service does not answer, which a predicted change may start. */
function isNotDeployed({ code, missing }: Fault, { overlay }: HostRun): boolean {
  return missing === true && SILENT.test(code) && !overlay.isEmpty;
}

/** The first task that a service cannot answer says so; later ones only name the service. */
function notDeployed({ run, peer }: ReadFrom) {
  const text = peer ? peerText(peer) : "The service";
  const address = peer?.address ?? "";
  if (run.absentServices.has(address)) return unknownAttempt(`depends on ${text}`);
  run.absentServices.add(address);
  return unknownAttempt(`${text} is not deployed yet`);
}

/** A decision with the warnings of its changes, too. */
function withWarnings(decision: Decision, { warnings }: Applied): Decision {
  return warnings ? { ...decision, warnings: [...(decision.warnings ?? []), ...warnings] } : decision;
}

/** Only a successful apply would have told some fields of the result: they are left out. */
function failedApply(decision: Decision, fault: Fault): Attempt {
  const known = Object.entries(decision.result).filter(([, value]) => !findUnknown(value));
  return { ...attemptOf("failed", decision), result: { ...Object.fromEntries(known), ...fault.result }, fault };
}

/** The outcome of a decision in check mode. Later tasks see its changes as done. */
function predict(decision: Decision, run: HostRun, look?: Settled): Attempt {
  if (decision.fault) return { ...attemptOf("failed", decision), fault: decision.fault };
  if (decision.unpredictable !== undefined) return unknownAttempt(decision.unpredictable);
  run.overlay.add(decision.changes);
  if (decision.changes.length > 0) return attemptOf("changed", decision);
  if (decision.isSettled) return attemptOf("ok", decision);
  if (look?.is === "waiting") return unknownAttempt(`would wait for ${look.for}`);
  return look?.is === "failed" ? { ...attemptOf("failed", decision), fault: look.fault } : attemptOf("ok", decision);
}

/** The outcome of a task that cannot be predicted. */
export function unknownAttempt(reason: string) {
  return { status: "unknown", result: new Unknown(reason), changes: [], reason } as const;
}

function failedAttempt(fault: Fault): Attempt {
  return { status: "failed", result: fault.result ?? {}, changes: [], fault };
}

function attemptOf(status: Attempt["status"], { result, changes, facts, warnings }: Decision): Attempt {
  return { status, result, changes, ...(facts && { facts }), ...(warnings && { warnings }) };
}
