import pLimit from "p-limit";
import { runFault } from "../../../errors/catalogue/run.ts";
import { bad, good, type Outcome } from "../../../errors/fault.ts";
import type { ValueMap } from "../../../model/value.ts";
import type { Pause } from "../../../module/contract.ts";
import type { TaskOnHost } from "../../task-on-host.ts";

/** A terminal has one reader at a time. */
const turns = pLimit(1);

/** Waits as a module has decided, but not in check mode; resolves to what that adds to the result. */
export async function waitAsDecided(
  { context, keywords, target }: TaskOnHost,
  { seconds, prompt }: Pause,
  progress: (message: string) => void,
): Promise<Outcome<ValueMap>> {
  const { clock, waitForEnter, interrupted } = context;
  if (seconds === undefined && !waitForEnter) return bad(runFault("run/no-terminal", {}));
  if (context.check || keywords.checkMode === true) return good({});
  const began = clock.now();
  if (seconds !== undefined) {
    progress(prompt ?? `waiting for ${seconds} s`);
    await clock.sleep(seconds);
  } else {
    await turns(async () => {
      progress(prompt ?? "waiting for Enter");
      if (!interrupted()) await waitForEnter?.();
    });
  }
  // Whatever was read before may have changed.
  target.prefetch.invalidate();
  if (interrupted()) return bad(runFault("run/interrupted", {}));
  return good({ delta: (clock.now() - began) / 1000 });
}
