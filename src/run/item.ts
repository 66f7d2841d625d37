import { runFault } from "../errors/catalogue/run.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import type { Status } from "../events/event.ts";
import { describe } from "../language/describe.ts";
import { evaluate } from "../language/evaluate.ts";
import type { Expression } from "../language/cel/expression.ts";
import { observedValues } from "../language/observed-values.ts";
import { extend, type LayeredScope } from "../language/scope.ts";
import type { Scope } from "../language/scope-interface.ts";
import type { Tree } from "../language/tree.ts";
import { Unknown } from "../model/unknown.ts";
import { isMap, type Value, type ValueMap } from "../model/value.ts";
import type { Module } from "../module/contract.ts";
import { NulByteError } from "../module/script.ts";
import { nothing } from "./prefetch/prefetch.ts";
import { argumentsOf } from "./arguments.ts";
import { attempt, decideAlone, readOnly, type Attempt } from "./attempt.ts";
import { commandFailed } from "./command-fault.ts";
import { allHold, type Verdict } from "./conditions.ts";
import type { HostRun } from "./host-run.ts";
import { isUnreachable } from "./unreachable.ts";
import { moduleOf, workOf, type Seat } from "./work.ts";

export interface Item extends Seat {
  readonly run: HostRun;
  /** Says what is being waited for. */
  readonly progress: (message: string) => void;
}

export interface ItemOutcome extends Omit<Attempt, "status"> {
  readonly status: Status;
  /** What `register` holds of it. */
  readonly registered?: Value;
}

/** One task with one item of its loop on one host: conditions, tries, and the verdict on the result. */
export async function runItem(item: Item): Promise<ItemOutcome> {
  const { planned, scope } = item;
  const when = allHold(planned.when, scope);
  if (!when.ok) return register(failed(when.faults[0]));
  if (when.value.is === "unknown") return noted(item, unknown(when.value.reason));
  if (when.value.is === "false")
    return register({ status: "skipped", result: {}, changes: [], reason: `not: ${when.value.text}` });
  const outcome = await tries(item);
  return noted(item, outcome.status === "failed" && isPremature(item, outcome) ? notYet(item) : outcome);
}

function noted({ run, planned }: Item, outcome: ItemOutcome): ItemOutcome {
  if (outcome.status === "unknown" && planned.stage !== "verify") run.clouded = true;
  return register(outcome);
}

/**
 * After predicted changes a verification, and a command that only reads, may find what those changes are about to mend; and after a
 * task that could not be foretold, whatever reads the host may. Then a failure says nothing.
 */
function isPremature({ run, planned, context }: Item, { fault }: ItemOutcome): boolean {
  if (!context.check || fault?.code.startsWith("language/")) return false;
  if (run.clouded && fault?.code !== "modules/assert-failed") return true;
  return context.anythingPending() && (planned.stage === "verify" || planned.task.checkMode === false);
}

function notYet({ planned }: Item): ItemOutcome {
  const what = planned.stage === "verify" ? "the verification" : "it";
  return unknown(`${what} comes after changes that are not made yet`);
}

/** At most `retries` further tries, until every condition of `until` holds. */
async function tries(item: Item): Promise<ItemOutcome> {
  const { planned, scope, context } = item;
  const { until, retries, delay } = planned.task;
  const limit = until.length === 0 ? good(0) : numberOf("retries", retries, 3, scope);
  const pause = numberOf("delay", delay, 5, scope);
  if (!limit.ok) return failed(limit.faults[0]);
  if (!pause.ok) return failed(pause.faults[0]);
  for (let count = 0; ; count++) {
    const outcome = await once(item).catch(refuseNul);
    if (until.length === 0 || outcome.status === "unreachable" || outcome.status === "unknown") return outcome;
    const reached = hasReached(item, outcome);
    if (!reached.ok) return { ...outcome, status: "failed", fault: reached.faults[0] };
    if (reached.value.is === "true") return outcome;
    const condition = reached.value.is === "false" ? reached.value.text : reached.value.reason;
    // What is pending may be what it waits for; where nothing is, looking again is only reading.
    if (context.check && context.anythingPending()) return unknown(`would be tried until ${condition}`);
    if (count >= limit.value || context.interrupted()) {
      const details = observedValues(until, withResult(item, outcome));
      const fault = outcome.fault ?? runFault("run/until", { condition, tries: count + 1 }, { details });
      return { ...outcome, status: "failed", fault };
    }
    await context.clock.sleep(pause.value);
    item.run.ahead.forget();
  }
}

/** A try that failed may lack what `until` looks at: then it has not got there. */
function hasReached(item: Item, outcome: ItemOutcome): Outcome<Verdict> {
  const { until } = item.planned.task;
  const verdict = allHold(until, withResult(item, outcome));
  if (verdict.ok || outcome.status !== "failed") return verdict;
  return good({ is: "false", text: until.map(({ text }) => text).join(" && ") });
}

async function once(item: Item): Promise<ItemOutcome> {
  const { run, planned, scope, context } = item;
  const module = await moduleOf(planned, context);
  const args = await argumentsOf(planned.task, module, scope);
  if (!args.ok) return failed(args.faults[0]);
  if (args.value instanceof Unknown) return unknown(args.value.reason);
  // What is tried again comes first: nothing is asked ahead only to be forgotten meanwhile.
  const upcoming = planned.task.until.length > 0 ? nothing : item.upcoming;
  const work = workOf({ ...item, upcoming }, args.value);
  if (!work.ok) return failed(work.faults[0]);
  if (module.kind === "pure") return judged(item, module, decideAlone(module, work.value, run));
  const access = await run.access();
  if (!access.ok) return failed(access.faults[0]);
  if (planned.task.checkMode === false)
    return judged(item, module, await readOnly(module, work.value, run, access.value));
  const watch = { clock: context.clock, progress: item.progress };
  return judged(item, module, await attempt(module, work.value, run, access.value, watch));
}

function refuseNul(error: unknown): ItemOutcome {
  if (error instanceof NulByteError) return failed(runFault("run/nul-byte", {}));
  throw error;
}

/** The verdict: `failed_when` and `changed_when` have the last word on what was found. */
function judged(item: Item, module: Module, attempted: Attempt): ItemOutcome {
  if (attempted.status === "unknown") return attempted;
  const unreachable = attempted.fault && isUnreachable(attempted.fault);
  if (unreachable) return { ...attempted, status: "unreachable" };
  const { failedWhen, changedWhen } = item.planned.task;
  const outcome = failedWhen ? attempted : failOnRc(module, attempted);
  if (outcome.status === "failed" && !(failedWhen && isMap(outcome.result) && "rc" in outcome.result)) return outcome;
  const scope = withResult(item, outcome);
  const fails = allHold(failedWhen ?? [], scope);
  if (!fails.ok) return { ...outcome, status: "failed", fault: fails.faults[0] };
  if (failedWhen && fails.value.is === "true") {
    const condition = failedWhen.map(({ text }) => text).join(" && ");
    const details = observedValues(failedWhen, scope);
    return { ...outcome, status: "failed", fault: runFault("run/failed-when", { condition }, { details }) };
  }
  return changedWhen ? changedBy(changedWhen, outcome, scope) : outcome;
}

function changedBy(changedWhen: readonly Expression[], outcome: ItemOutcome, scope: Scope): ItemOutcome {
  const changes = allHold(changedWhen, scope);
  if (!changes.ok) return { ...outcome, status: "failed", fault: changes.faults[0] };
  if (changes.value.is === "unknown") return unknown(changes.value.reason);
  const changed = changes.value.is === "true";
  return { ...outcome, status: changed ? "changed" : "ok", changes: changed ? outcome.changes : [] };
}

function failOnRc(module: Module, attempted: Attempt): Attempt {
  const rc = isMap(attempted.result) ? attempted.result["rc"] : undefined;
  if (!module.failsOnRc || typeof rc !== "number" || rc === 0) return attempted;
  return { ...attempted, status: "failed", fault: commandFault(rc, attempted.result) };
}

function commandFault(rc: number, result: Value): Fault {
  const text = (name: string) => (isMap(result) && typeof result[name] === "string" ? result[name] : "");
  return commandFailed({ exit: rc, stdout: text("stdout"), stderr: text("stderr") });
}

/** The result as `register` will hold it, for conditions of the task itself. */
function withResult({ planned, scope }: Item, outcome: ItemOutcome): LayeredScope {
  const name = planned.task.register ?? "result";
  return extend(scope, {
    name: "register",
    variables: new Map([[name, { from: "data", value: registered(outcome) }]]),
  });
}

function register(outcome: ItemOutcome): ItemOutcome {
  return { ...outcome, registered: registered(outcome) };
}

function registered({ status, result, reason }: ItemOutcome): Value {
  if (status === "unknown") return result instanceof Unknown ? result : new Unknown(reason ?? "it was not run");
  const base: ValueMap = isMap(result) ? result : { value: result };
  return { ...base, changed: status === "changed", failed: status === "failed", skipped: status === "skipped" };
}

function failed(fault: Fault): ItemOutcome {
  return { status: isUnreachable(fault) ? "unreachable" : "failed", result: {}, changes: [], fault };
}

function unknown(reason: string): ItemOutcome {
  return { status: "unknown", result: new Unknown(reason), changes: [], reason };
}

function numberOf(key: string, tree: Tree | undefined, otherwise: number, scope: Scope): Outcome<number> {
  if (!tree) return good(otherwise);
  const value = evaluate(tree, scope);
  if (!value.ok) return value;
  const number = typeof value.value === "string" ? Number(value.value) : value.value;
  if (typeof number === "number" && Number.isFinite(number)) return good(number);
  return bad(runFault("run/not-a-number", { key, found: describe(value.value) }, { origin: tree.origin }));
}
