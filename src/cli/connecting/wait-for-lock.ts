import { shellFault } from "../../errors/catalogue/shell.ts";
import type { Emit } from "../../events/event.ts";
import type { Clock } from "../../run/context.ts";

export interface LockWait {
  readonly host: string;
  /** The longest wait, in seconds. */
  readonly timeout: number;
  readonly emit: Emit;
  readonly clock: Clock;
  readonly interrupted: () => boolean;
}

/**
 * Waits for a host that another run is changing: says so once, then resolves once a second to whether to look again. `holder` says who
 * started that run; empty if it cannot be seen.
 */
export function waitForLock({
  host,
  timeout,
  emit,
  clock,
  interrupted,
}: LockWait): (holder: string) => Promise<boolean> {
  let waited = 0;
  return async (holder) => {
    if (waited >= timeout) return false;
    if (waited === 0) {
      const { code, message, hint } = shellFault("shell/waiting-for-lock", { host, holder, timeout });
      emit({ event: "warning", code, message, hint, host });
    }
    const pause = Math.min(1, timeout - waited);
    await clock.sleep(pause);
    waited += pause;
    return !interrupted();
  };
}
