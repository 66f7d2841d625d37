import { bad, type Fault, type Outcome } from "../../errors/fault.ts";

/** A service that fails to answer for this long is treated as hung. Seconds. */
const HUNG_AFTER = 10;

/** The services of a host that did not answer in time, by key, with the fault of the first attempt. */
export type HungServices = Map<string, Fault>;

/**
 * Asks a service in check mode. Each request to a hung service waits for its whole timeout, so the service is asked once, and
 * later questions fail at once with the same fault. A real run asks again, because the service may recover.
 */
export async function askOnce(
  key: string,
  ask: () => Promise<Outcome<unknown>>,
  { hung, clock }: { readonly hung: HungServices; readonly clock: { now(): number } },
): Promise<Outcome<unknown>> {
  const known = hung.get(key);
  if (known)
    return bad({ ...known, details: ["It did not answer an earlier task, so this check does not ask it again."] });
  const began = clock.now();
  const outcome = await ask();
  if (!outcome.ok && clock.now() - began >= HUNG_AFTER * 1000) hung.set(key, outcome.faults[0]);
  return outcome;
}
