import { bad, type Fault, type Faults, type Outcome } from "../../../errors/fault.ts";
import type { Peer } from "../../../module/contract.ts";

/** A service that fails to answer for this long is treated as hung. Seconds; less than any client's own limit. */
const HUNG_AFTER = 4;

/** The services of a host that did not answer in time, by address, with the fault of the first attempt. */
export type HungServices = Map<string, Fault>;

/** A service in words: "Druid at http://10.0.0.1:8808". */
export function peerText({ name, address }: Peer): string {
  return name === undefined ? address : `${name} at ${address}`;
}

/**
 * Asks a service in check mode. Each request to a hung service waits for its whole timeout, so the service is asked once, and
 * later questions fail at once with the same fault. A real run asks again, because the service may recover.
 */
export async function askOnce(
  { address }: Peer,
  ask: () => Promise<Outcome<unknown>>,
  { hung, clock }: { readonly hung: HungServices; readonly clock: { now(): number } },
): Promise<Outcome<unknown>> {
  const known = hung.get(address);
  if (known)
    return bad({ ...known, details: ["It did not answer an earlier task, so this check does not ask it again."] });
  const began = clock.now();
  const outcome = await ask();
  const fault = faultIn(outcome);
  if (fault && clock.now() - began >= HUNG_AFTER * 1000) hung.set(address, fault);
  return outcome;
}

/** The fault of a probe. Modules that can wait for their service return it as the state that they observed. */
function faultIn(outcome: Outcome<unknown>): Fault | undefined {
  if (!outcome.ok) return outcome.faults[0];
  const state = outcome.value;
  return typeof state === "object" && state !== null && "faults" in state ? (state.faults as Faults)[0] : undefined;
}

/** Whether a fault came from a hung service: another try in check mode would not ask it. */
export function isHung({ code, message }: Fault, hung: HungServices): boolean {
  return [...hung.values()].some((known) => known.code === code && known.message === message);
}
