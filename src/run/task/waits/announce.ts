import type { Clock } from "../../context.ts";
import { peerText } from "./hung-service.ts";
import type { Upload } from "../../../shell/shell.ts";
import type { Invocation } from "../invocation.ts";
import type { HostModule } from "../steps.ts";

/** Seconds without a word after which a wait is announced, and announced again. */
const QUIET_SECONDS = 3;

type Say = (message: string) => void;

interface Announcing {
  readonly clock: Pick<Clock, "every">;
  readonly progress: Say;
  /** What the host is being sent, if it is being sent anything: then that is announced instead. */
  readonly uploading?: () => Upload | undefined;
}

/** Does some work, and reports what it waits for whenever the work itself has reported nothing for some seconds. */
export async function announceWaits<T>(
  what: string,
  { clock, progress, uploading }: Announcing,
  work: (progress: Say) => Promise<T>,
): Promise<T> {
  let quiet = true;
  const say: Say = (message) => {
    quiet = false;
    progress(message);
  };
  const stop = clock.every(QUIET_SECONDS, () => {
    const upload = uploading?.();
    if (quiet)
      progress(upload ? `sent ${megabytes(upload.sent)} of ${megabytes(upload.size)} MB` : `waiting for ${what}`);
    quiet = true;
  });
  try {
    return await work(say);
  } finally {
    stop();
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** What a task waits for while it runs. */
export function waitsFor(module: HostModule, { args }: Invocation): string {
  return module.kind === "service" ? peerText(module.service.peer(module.target(args))) : "the host to finish";
}
