import { runFault } from "../../errors/catalogue/run.ts";
import { asClause, type Fault, type Outcome } from "../../errors/fault.ts";
import type { Value, ValueMap } from "../../model/value.ts";
import type { Made, Settled } from "../../module/contract.ts";
import type { Attempt } from "./attempt-outcome.ts";
import type { Invocation } from "./invocation.ts";
import type { Steps } from "./steps.ts";
import type { Watch } from "./waits/watch.ts";

/** An attempt, and the state that was probed for it, if that is still `fresh`, or was so `before` the changes. */
export interface Tried {
  readonly attempt: Attempt;
  readonly fresh?: Outcome<unknown>;
  readonly before?: unknown;
}

/** Probes until the module's `settle` reports a settled state or its timeout expires. */
export async function waitUntilSettled(
  steps: Steps,
  { args }: Invocation,
  watch: Watch,
  { attempt, fresh, before }: Tried,
): Promise<Attempt> {
  const { settle } = steps;
  if (!settle) return attempt;
  const seconds = settle.timeout(args);
  const begin = watch.clock.now();
  const deadline = begin + seconds * 1000;
  const made = (): Made<unknown> | undefined =>
    attempt.status === "changed" ? { seconds: (watch.clock.now() - begin) / 1000, before } : undefined;
  const delay = settle.delay?.(args) ?? 0;
  await pass(delay, watch);
  if (delay > 0 && watch.interrupted()) return { ...attempt, status: "failed", fault: runFault("run/interrupted", {}) };
  const first = delay > 0 ? undefined : fresh;
  for (let state = first ?? (await steps.probeAgain()); ; state = await steps.probeAgain()) {
    const look: Settled = state.ok ? settle.check(args, state.value, made()) : lookOfFault(state.faults[0]);
    if (look.is === "settled") {
      return state !== first && state.ok ? { ...attempt, result: refreshed(steps, attempt, state.value) } : attempt;
    }
    if (look.is === "failed") return { ...attempt, status: "failed", fault: look.fault };
    if (watch.clock.now() >= deadline) {
      const fault = state.ok
        ? runFault("run/not-settled", { what: look.for, seconds }, { details: look.details })
        : state.faults[0];
      return { ...attempt, status: "failed", fault };
    }
    watch.progress(`waiting for ${look.for}`);
    if (!watch.interrupted()) await watch.clock.sleep(settle.every);
    if (watch.interrupted()) return { ...attempt, status: "failed", fault: runFault("run/interrupted", {}) };
  }
}

/** Waits for some seconds, or until the user interrupts. */
async function pass(seconds: number, watch: Watch): Promise<void> {
  if (seconds > 0) watch.progress(`waiting for ${seconds} s before the first look`);
  for (let left = seconds; left > 0 && !watch.interrupted(); left--) await watch.clock.sleep(1);
}

/** Something that is missing may still appear; any other fault is final. */
function lookOfFault(fault: Fault): Settled {
  return fault.missing ? { is: "waiting", for: `the next try: ${asClause(fault.message)}` } : { is: "failed", fault };
}

/** The state has changed since the decision: the result describes the current one. */
function refreshed(steps: Steps, { result }: Attempt, state: unknown): Value {
  return { ...(result as ValueMap), ...steps.decide(state).result };
}
