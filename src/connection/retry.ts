import type { Fault } from "../errors/fault.ts";

/** Milliseconds of the first pause; each further pause is twice as long. */
export interface Pauses {
  /** After a refusal for which the number of logins in progress is the cause. */
  readonly busy: number;
  /** After a refusal that may last: sshd's penalty for earlier failures, for which it has the same words as for MaxStartups since version 9.8. */
  readonly penalty: number;
}

export const PAUSES: Pauses = { busy: 200, penalty: 2000 };

/** Why sshd refuses a connection before its greeting. */
export type Refusal = keyof Pauses;

/** The refusal in what a server said before its greeting. A busy sshd closes the connection, with or without a word. */
export function refusalOf(words: string): Refusal {
  return /Not allowed at this time/.test(words.replace(/\s+/g, " ")) ? "penalty" : "busy";
}

/** One attempt to connect. */
export type Attempt<T> =
  | { readonly is: "connected"; readonly value: T }
  | {
      readonly is: "failed";
      readonly fault: Fault;
      /** It may succeed later. */ readonly refusal?: Refusal | undefined;
    };

export interface RetryOptions {
  readonly pauses: Pauses;
  /** The time by which the last attempt must begin, as that of `now`, in milliseconds. */
  readonly until: number;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** From 0 to 1: hosts that were refused together do not come back together. */
  readonly random: () => number;
}

/** Tries until an attempt succeeds, fails for good or would begin too late. */
export async function retry<T>(attempt: () => Promise<Attempt<T>>, options: RetryOptions): Promise<Attempt<T>> {
  const { pauses, until, now, sleep, random } = options;
  for (let tries = 1; ; tries++) {
    const made = await attempt();
    if (made.is === "connected" || made.refusal === undefined) return made;
    const pause = pauses[made.refusal] * 2 ** (tries - 1) * (0.5 + random());
    if (now() + pause >= until) return { ...made, fault: withTries(made.fault, tries) };
    await sleep(pause);
  }
}

function withTries(fault: Fault, tries: number): Fault {
  return tries === 1 ? fault : { ...fault, details: [...(fault.details ?? []), `It was tried ${tries} times.`] };
}
