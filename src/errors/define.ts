import type { Origin } from "../model/origin.ts";
import type { Fault } from "./fault.ts";

/** One kind of error: its sentence and its hint, both from the same typed parameters. */
interface Entry<P> {
  readonly message: (parameters: P) => string;
  readonly hint: (parameters: P) => string;
}

// The parameters of an entry are only known one entry at a time; `never` accepts every entry's own.
export type Catalogue = Readonly<Record<`${string}/${string}`, Entry<never>>>;
type Parameters<E> = E extends Entry<infer P> ? P : never;

interface FaultExtras {
  readonly origin?: Origin | undefined;
  readonly details?: readonly string[] | undefined;
  readonly missing?: boolean | undefined;
}

/** Makes the function that a room uses to report the errors of its part of the catalogue. */
export function faultsOf<C extends Catalogue>(catalogue: C) {
  return function fault<K extends keyof C & string>(
    code: K,
    parameters: Parameters<C[K]>,
    extras: FaultExtras = {},
  ): Fault {
    const entry = catalogue[code] as unknown as Entry<Parameters<C[K]>>;
    return {
      code,
      message: entry.message(parameters),
      hint: entry.hint(parameters),
      ...(extras.origin && { origin: extras.origin }),
      ...(extras.details && { details: extras.details }),
      ...(extras.missing && { missing: true as const }),
    };
  };
}

/** Types an entry's parameters without repeating them. */
export function entry<P>(message: Entry<P>["message"], hint: Entry<P>["hint"]): Entry<P> {
  return { message, hint };
}

/** The hint where a name was misspelt: the one that was meant, or what else to do. */
export const near = (name: string | undefined, otherwise: string): string =>
  name === undefined ? otherwise : `Did you mean \`${name}\`?`;
