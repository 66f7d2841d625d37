import type { Clock } from "../../context.ts";
import { peerText } from "./hung-service.ts";
import type { Invocation } from "../invocation.ts";
import type { HostModule } from "../steps.ts";

/** Seconds without a word after which a wait is announced, and announced again. */
const QUIET_SECONDS = 3;

type Say = (message: string) => void;

/** Does some work, and reports what it waits for whenever the work itself has reported nothing for some seconds. */
export async function announceWaits<T>(
  what: string,
  { clock, progress }: { readonly clock: Pick<Clock, "every">; readonly progress: Say },
  work: (progress: Say) => Promise<T>,
): Promise<T> {
  let quiet = true;
  const say: Say = (message) => {
    quiet = false;
    progress(message);
  };
  const stop = clock.every(QUIET_SECONDS, () => {
    if (quiet) progress(`waiting for ${what}`);
    quiet = true;
  });
  try {
    return await work(say);
  } finally {
    stop();
  }
}

/** What a task waits for while it runs. */
export function waitsFor(module: HostModule, { args }: Invocation): string {
  return module.kind === "service" ? peerText(module.service.peer(module.target(args))) : "the host to finish";
}
