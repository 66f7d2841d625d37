import { runFault } from "../errors/catalogue/run.ts";
import { asClause, type Fault, type Outcome } from "../errors/fault.ts";
import type { Change } from "../model/change.ts";
import { isNonEmpty } from "../model/non-empty.ts";
import { Unknown } from "../model/unknown.ts";
import type { Value, ValueMap } from "../model/value.ts";
import type { Decision, Module, PureModule, Settled } from "../module/contract.ts";
import type { Clock } from "./clock.ts";
import type { Access, HostRun } from "./host-run.ts";
import { readAs, stepsOf, type Steps } from "./steps.ts";
import type { Work } from "./work.ts";

/** What one try at a task has come to. */
export interface Attempt {
  readonly status: "ok" | "changed" | "failed" | "unknown";
  readonly result: Value;
  readonly changes: readonly Change[];
  /** Why it is unknown. */
  readonly reason?: string;
  readonly fault?: Fault;
  readonly facts?: ValueMap;
  readonly warnings?: readonly string[];
}

export interface Watch {
  readonly clock: Clock;
  /** Says what is being waited for. */
  readonly progress: (message: string) => void;
}

/** The steps of one module on one host: probe and decide, then apply where that is allowed, then wait until it has settled. */
export async function attempt(
  module: HostModule,
  work: Work,
  run: HostRun,
  access: Access,
  watch: Watch,
): Promise<Attempt> {
  const steps = stepsOf(module, work, run, access);
  const probed = await steps.probe();
  if (!probed.ok) return cannotTell(probed.faults[0], run);
  const decision = steps.decide(probed.value);
  if (decision.fault) return cannotTell(decision.fault, run, decision);
  if (access.mode === "check") return predict(decision, run, steps.settle?.look(work.args, probed.value));
  if (!isNonEmpty(decision.changes)) return settled(steps, work, watch, outcome("ok", decision), probed);
  const applied = await steps.apply(access.session, decision.changes, probed.value);
  if (!applied.ok) return { ...outcome("failed", decision), fault: applied.faults[0] };
  const result = { ...decision.result, ...applied.value };
  return settled(steps, work, watch, { ...outcome("changed", decision), result });
}

export type HostModule = Exclude<Module, PureModule<never>>;

/** A module that touches no host has only its decision. */
export function decideAlone(module: PureModule<never>, work: Work, run: HostRun): Attempt {
  return predict(module.decide(work.args), run);
}

/** A task whose author says that it changes nothing: done as a read, in check mode too. */
export async function readOnly(module: HostModule, work: Work, run: HostRun, access: Access): Promise<Attempt> {
  if (module.kind !== "shell" || !module.asRead) {
    return { status: "failed", result: {}, changes: [], fault: runFault("run/not-a-read", { module: module.name }) };
  }
  // That it only reads is its author's word, and it may take its time.
  run.ahead.forget();
  const { script, parse } = module.asRead(work.args);
  const result = await readAs(access.session, script, work);
  const parsed = result.ok ? parse(result.value) : result;
  if (!parsed.ok) return { status: "failed", result: {}, changes: [], fault: parsed.faults[0] };
  return { status: "ok", result: parsed.value, changes: [] };
}

/** A read that fails after predicted changes says nothing about the time when those are made. */
function cannotTell(fault: Fault, run: HostRun, { result = {}, warnings = [] }: Partial<Decision> = {}): Attempt {
  if (fault.missing && !run.overlay.isEmpty) {
    return { ...unknown(`${asClause(fault.message)}; an earlier predicted change may bring it`), warnings };
  }
  return { status: "failed", result, changes: [], fault, warnings };
}

/** What check mode says of a decision, and remembers for later tasks. */
function predict(decision: Decision, run: HostRun, look?: Settled): Attempt {
  if (decision.fault) return { ...outcome("failed", decision), fault: decision.fault };
  if (decision.unpredictable !== undefined) return unknown(decision.unpredictable);
  run.overlay.add(decision.changes);
  if (decision.changes.length > 0) return outcome("changed", decision);
  if (look?.is === "waiting") return unknown(`would wait for ${look.for}`);
  return look?.is === "failed" ? { ...outcome("failed", decision), fault: look.fault } : outcome("ok", decision);
}

function unknown(reason: string): Attempt {
  return { status: "unknown", result: new Unknown(reason), changes: [], reason };
}

function outcome(status: Attempt["status"], { result, changes, facts, warnings }: Decision): Attempt {
  return { status, result, changes, ...(facts && { facts }), ...(warnings && { warnings }) };
}

/** Polls by short probes until the module has what it waits for; `seen` is the state where it is still fresh. */
async function settled(steps: Steps, work: Work, watch: Watch, so: Attempt, seen?: Outcome<unknown>): Promise<Attempt> {
  const { settle } = steps;
  if (!settle) return so;
  const seconds = settle.timeout(work.args);
  const deadline = watch.clock.now() + seconds * 1000;
  for (let state = seen ?? (await steps.probeAgain()); ; state = await steps.probeAgain()) {
    const look: Settled = state.ok ? settle.look(work.args, state.value) : failedLook(state.faults[0]);
    if (look.is === "settled") {
      return state !== seen && state.ok ? { ...so, result: refreshed(steps, so, state.value) } : so;
    }
    if (look.is === "failed") return { ...so, status: "failed", fault: look.fault };
    if (watch.clock.now() >= deadline) {
      const fault = state.ok ? runFault("run/not-settled", { what: look.for, seconds }) : state.faults[0];
      return { ...so, status: "failed", fault };
    }
    watch.progress(`waiting for ${look.for}`);
    await watch.clock.sleep(settle.every);
  }
}

/** Something that is not there yet may still come; any other fault stays. */
function failedLook(fault: Fault): Settled {
  return fault.missing ? { is: "waiting", for: `the next try: ${asClause(fault.message)}` } : { is: "failed", fault };
}

/** The state has moved on since the decision: the result says how it is now. */
function refreshed(steps: Steps, so: Attempt, state: unknown): Value {
  return { ...(so.result as ValueMap), ...steps.decide(state).result };
}
