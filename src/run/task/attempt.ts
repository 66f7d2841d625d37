import { runFault } from "../../errors/catalogue/run.ts";
import { asClause, type Fault, type Outcome } from "../../errors/fault.ts";
import type { Change } from "../../model/change.ts";
import { isNonEmpty, type NonEmpty } from "../../model/non-empty.ts";
import { Unknown } from "../../model/unknown.ts";
import { findUnknown, type ValueMap } from "../../model/value.ts";
import type { Applied, Decision, Peer, Settled } from "../../module/contract.ts";
import type { Upcoming } from "../prefetch/prefetch.ts";
import type { Overlay } from "../overlay.ts";
import type { Access, Target } from "../places/target.ts";
import type { Session } from "../../shell/session.ts";
import type { Invocation } from "./invocation.ts";
import { askOnce, peerText } from "./waits/hung-service.ts";
import type { Watch } from "./waits/watch.ts";
import type { Attempt, ChangeTrace } from "./attempt-outcome.ts";
import type { TaskTurn } from "../ahead/turn-interface.ts";
import type { Stretch } from "./loop/stretch.ts";
import { type Tried, waitUntilSettled } from "./settle.ts";
import { readAlone, stepsOf, type HostModule, type Steps } from "./steps.ts";

/** What an attempt needs on its host. */
export interface AttemptContext extends Watch {
  readonly target: Target;
  readonly access: Access;
  readonly upcoming: Upcoming;
  readonly trace: ChangeTrace;
  /** For a delegated task: lets its own host remember its handlers. */
  readonly remember?: () => Promise<Fault | undefined>;
  /** Whether later tasks see predicted changes as done; not if no run makes them. */
  readonly keepsPredictions: boolean;
  /** Why changes must not be made, if they have to be approved. */
  readonly refusal?: (changes: NonEmpty<Change>) => Fault | undefined;
  /** For an item of a loop: the items before it whose changes are still to be made. They have the target for themselves together. */
  readonly stretch?: Stretch | undefined;
  /** For a task that may be sent together with others. */
  readonly turn?: TaskTurn | undefined;
}

/** What a try has come to, and whether it is still to be waited until the module has settled. */
interface Acted {
  readonly attempt: Attempt;
  readonly settles?: Omit<Tried, "attempt">;
}

/** Probes and decides; unless in check mode, then applies the changes and waits until the module has settled. */
export async function attempt(module: HostModule, invocation: Invocation, context: AttemptContext): Promise<Attempt> {
  const { target, access, upcoming, interrupted, stretch, turn } = context;
  const { session } = access;
  const steps = stepsOf(module, { invocation, target, session, upcoming, watch: context, stretch, turn });
  if (stretch) return (await act(module, steps, { ...context, invocation })).attempt;
  if (turn?.isKept) {
    try {
      return (await act(module, steps, { ...context, invocation })).attempt;
    } finally {
      turn.end();
    }
  }
  const waits = target.isBusy;
  const acted = await target.alone(
    async (): Promise<Acted> => {
      if (waits && interrupted()) return { attempt: failedAttempt(runFault("run/interrupted", {})) };
      return act(module, steps, { ...context, invocation });
    },
    () => turn?.ended() ?? Promise.resolve(),
  );
  if (!acted.settles) return acted.attempt;
  return waitUntilSettled(steps, invocation, context, { attempt: acted.attempt, ...acted.settles });
}

async function act(
  module: HostModule,
  steps: Steps,
  context: AttemptContext & { readonly invocation: Invocation },
): Promise<Acted> {
  const { target, access, invocation } = context;
  const peer = module.kind === "service" ? module.service.peer(module.target(invocation.args)) : undefined;
  const probed = await (access.mode === "check" && peer
    ? askOnce(peer, () => steps.probe(), { hung: target.hungServices, clock: context.clock })
    : steps.probe());
  if (!probed.ok) return { attempt: failedRead(probed.faults[0], { target, peer }) };
  // What was looked up for anything else does not count.
  target.overlay.takeDoubt();
  const decision = steps.decide(probed.value);
  const doubt = access.mode === "check" ? target.overlay.takeDoubt() : undefined;
  if (doubt) return { attempt: unknownAttempt(doubt) };
  if (decision.fault) return { attempt: failedRead(decision.fault, { target, peer }, decision) };
  if (access.mode === "check") {
    if (decision.unmet && isNotDeployed(decision.unmet, target)) return { attempt: notDeployed({ target, peer }) };
    const overlay = context.keepsPredictions ? target.overlay : undefined;
    return { attempt: predict(decision, overlay, steps.settle?.check(invocation.args, probed.value)) };
  }
  if (!isNonEmpty(decision.changes)) {
    const confirmed = await steps.confirm(access.session);
    if (!confirmed.ok) return { attempt: failedAttempt(confirmed.faults[0]) };
    return { attempt: attemptOf("ok", decision), settles: { fresh: probed } };
  }
  const refusal = context.refusal?.(decision.changes);
  if (refusal) return { attempt: failedAttempt(refusal) };
  return apply(steps, context, { decision, changes: decision.changes, state: probed.value, session: access.session });
}

interface Applying {
  readonly decision: Decision;
  readonly changes: NonEmpty<Change>;
  readonly state: unknown;
  readonly session: Session;
}

async function apply(
  steps: Steps,
  { trace, remember, invocation }: AttemptContext & { readonly invocation: Invocation },
  { decision, changes, state, session }: Applying,
): Promise<Acted> {
  const fault = await remember?.();
  if (fault) return { attempt: failedAttempt(fault) };
  trace.isTried = true;
  const applied = await steps.apply(session, changes, state);
  const made = withWarnings(decision, applied);
  trace.isMade = applied.ok && !applied.isUnchanged;
  if (!applied.ok && applied.faults[0].code === "shell/handler-not-kept") trace.isTried = false;
  if (!applied.ok) return { attempt: failedApply(made, applied.faults[0]) };
  // A background job that still runs has told nothing yet.
  const told = invocation.background ? knownFields(decision) : decision.result;
  const outcome = applied.isUnchanged ? attemptOf("ok", { ...made, changes: [] }) : attemptOf("changed", made);
  return {
    attempt: { ...outcome, result: { ...told, ...applied.value } },
    settles: { before: state },
  };
}

/** Ends the run of a module that touches no host: it has decided, and may have to wait. */
export async function waitAndPredict(
  decision: Decision,
  { target, wait }: { readonly target: Target; readonly wait: (decision: Decision) => Promise<Outcome<ValueMap>> },
): Promise<Attempt> {
  const waited = await wait(decision);
  if (!waited.ok) return failedAttempt(waited.faults[0]);
  return predict({ ...decision, result: { ...decision.result, ...waited.value } }, target.overlay);
}

/**
 * Runs a task whose author declares that it changes nothing (`check_mode: false`) as a read, in check mode too. Only the user's own
 * commands need it: every other module tells itself what it would change.
 */
export async function readOnly(module: HostModule, invocation: Invocation, context: AttemptContext): Promise<Attempt> {
  const { target, access } = context;
  if (module.kind !== "shell" || !module.asRead) return attempt(module, invocation, context);
  // That it only reads is the author's claim, and it may take long.
  target.prefetch.invalidate();
  const { script, parse } = module.asRead(invocation.args);
  const answer = await readAlone(access.session, script, invocation);
  const result = answer.ok ? parse(answer.value) : answer;
  return result.ok ? { status: "ok", result: result.value, changes: [] } : failedAttempt(result.faults[0]);
}

/** Where an attempt reads: the host, and the service if it asks one. */
interface ReadFrom {
  readonly target: Target;
  readonly peer: Peer | undefined;
}

/** After predicted changes, a read that misses something proves nothing: one of the changes may create it. */
function failedRead(fault: Fault, from: ReadFrom, { result = {}, warnings = [] }: Partial<Decision> = {}): Attempt {
  if (isNotDeployed(fault, from.target)) return { ...notDeployed(from), warnings };
  if (fault.missing && !from.target.overlay.isEmpty) {
    return { ...unknownAttempt(`${asClause(fault.message)}; an earlier predicted change may create it`), warnings };
  }
  return { ...failedAttempt(fault), result: { ...result, ...fault.result }, warnings };
}

/** The faults of a service that does not answer. */
const SILENT = /^services\/\w+-unreachable$/;

/** Whether a service does not answer, which a predicted change may start. */
function isNotDeployed({ code, missing }: Fault, { overlay }: Target): boolean {
  return missing === true && SILENT.test(code) && !overlay.isEmpty;
}

/** The first task that a service cannot answer says so; later ones only name the service. */
function notDeployed({ target, peer }: ReadFrom) {
  const text = peer ? peerText(peer) : "The service";
  const address = peer?.address ?? "";
  if (target.absentServices.has(address)) return unknownAttempt(`depends on ${text}`);
  target.absentServices.add(address);
  return unknownAttempt(`${text} is not deployed yet`);
}

/** A decision with the warnings of its changes, too. */
function withWarnings(decision: Decision, { warnings }: Applied): Decision {
  return warnings ? { ...decision, warnings: [...(decision.warnings ?? []), ...warnings] } : decision;
}

/** Only a successful apply would have told some fields of the result: they are left out. */
function failedApply(decision: Decision, fault: Fault): Attempt {
  return { ...attemptOf("failed", decision), result: { ...knownFields(decision), ...fault.result }, fault };
}

function knownFields({ result }: Decision): ValueMap {
  return Object.fromEntries(Object.entries(result).filter(([, value]) => !findUnknown(value)));
}

/** The outcome of a decision in check mode. Later tasks see its changes as done. */
function predict(decision: Decision, overlay: Overlay | undefined, look?: Settled): Attempt {
  if (decision.fault) return { ...attemptOf("failed", decision), fault: decision.fault };
  if (decision.unpredictable !== undefined) {
    const { unpredictable, touches } = decision;
    if (touches) overlay?.doubt(touches, new Unknown(unpredictable));
    return { ...unknownAttempt(unpredictable), ...(touches && { isLimited: true as const }) };
  }
  overlay?.add(decision.changes);
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

function attemptOf(status: Attempt["status"], decision: Decision): Attempt {
  const { result, changes, facts, gathered, adds, warnings } = decision;
  return {
    status,
    result,
    changes,
    ...(facts && { facts }),
    ...(gathered && { gathered }),
    ...(adds && { adds }),
    ...(warnings && { warnings }),
  };
}
