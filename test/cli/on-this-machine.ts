import type { StandIns } from "../../src/cli/io.ts";
import { good } from "../../src/errors/fault.ts";
import { openWithState } from "../shell/private-state.ts";
import { virtualClock } from "../run/play-case/virtual-clock.ts";

/** Runs tasks on this machine with the state and the lock in a folder of the test, so that tests can run in parallel. */
export function onThisMachine(folder: string): { readonly standIns: StandIns } {
  const openTransport = () => Promise.resolve(good(openWithState(folder)));
  return { standIns: { openTransport, clock: virtualClock(), onInterrupt: () => () => undefined } };
}
