import { secondDoesTheRest, thirdChangesNothing } from "./convergence.ts";
import type { Assertion, Evidence } from "./evidence.ts";
import { filesAtOnce, filesWhole } from "./files.ts";
import { handlersRan } from "./handlers.ts";
import { noLitter } from "./litter.ts";
import { locksGone, oneRunAtATime } from "./locks.ts";
import { saysWhatHappened } from "./messages.ts";
import { noSecretShown } from "./secrets.ts";

/** What must hold whatever breaks, by name. */
const ASSERTIONS = {
  "files at once": filesAtOnce,
  "files whole": filesWhole,
  "no litter": noLitter,
  "handlers after the change": handlersRan,
  "locks gone": locksGone,
  "one run at a time": oneRunAtATime,
  "second run does the rest": secondDoesTheRest,
  "third run changes nothing": thirdChangesNothing,
  "says what happened": saysWhatHappened,
  "no secret shown": noSecretShown,
} as const satisfies Record<string, Assertion>;

export type AssertionName = keyof typeof ASSERTIONS;

/** A promise that was broken. */
export interface Complaint {
  readonly assertion: AssertionName;
  readonly problem: string;
}

/** Judges a trial; an empty list is a pass. */
export function judge(evidence: Evidence): Complaint[] {
  const names = Object.keys(ASSERTIONS) as AssertionName[];
  return names.flatMap((assertion) => ASSERTIONS[assertion](evidence).map((problem) => ({ assertion, problem })));
}
