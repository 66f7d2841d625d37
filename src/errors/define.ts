import type { Origin } from "../model/origin.ts";
import type { Edit } from "./edit.ts";
import type { Fault } from "./fault.ts";

/** One kind of error. Both functions take the same typed parameters. */
export interface Entry<P> {
  /** A full sentence that says what is wrong. */
  readonly message: (parameters: P) => string;
  /** Full sentences in the imperative that say what to do about it. */
  readonly hint: (parameters: P) => string;
  /** It follows from what the user wrote, or is a defect: no change to a host could prevent it. */
  readonly certain?: true;
}

/** All catalogues that have been registered, by code. */
const entries = new Map<string, Entry<never>>();

/** The errors of all catalogues that have been registered, by code. */
export function allEntries(): ReadonlyMap<string, Entry<never>> {
  return entries;
}

/** The codes of entries and catalogues that are certain. A fault exists only if its catalogue has been registered here. */
const certainCodes = new Set<string>();

/** Whether a fault that check mode finds stays one, no matter which changes come before the task. */
export function isCertain({ code }: Fault): boolean {
  return certainCodes.has(code);
}

/** All errors of a room by code. `never` accepts entries with any parameters. */
export type Catalogue = Readonly<Record<`${string}/${string}`, Entry<never>>>;
type Parameters<E> = E extends Entry<infer P> ? P : never;

/** The optional parts of a fault, which the catalogue does not determine. */
export interface FaultExtras {
  readonly origin?: Origin | undefined;
  readonly edit?: Edit | undefined;
  readonly also?: Fault["also"];
  readonly details?: readonly string[] | undefined;
  readonly missing?: boolean | undefined;
  readonly result?: Fault["result"];
}

/**
 * Returns the function with which a room creates the faults of its part of the catalogue.
 * @param all `certain` if all entries are: faults of what the user wrote
 */
export function faultsOf<C extends Catalogue>(catalogue: C, all?: "certain") {
  for (const [code, registered] of Object.entries(catalogue)) {
    const { certain } = registered;
    entries.set(code, registered);
    if (all === "certain" || certain) certainCodes.add(code);
  }
  return function fault<K extends keyof C & string>(
    code: K,
    parameters: Parameters<C[K]>,
    extras: FaultExtras = {},
  ): Fault {
    const entry = catalogue[code] as unknown as Entry<Parameters<C[K]>>;
    return {
      code,
      message: oneStop(entry.message(parameters)),
      hint: oneStop(entry.hint(parameters)),
      ...(extras.origin && { origin: plainOrigin(extras.origin) }),
      ...(extras.edit && { edit: extras.edit }),
      ...(extras.also && { also: extras.also }),
      ...(extras.details && { details: extras.details }),
      ...(extras.result && { result: extras.result }),
      ...(extras.missing && { missing: true as const }),
    };
  };
}

/** The place alone: what the language room keeps with the start of a text is not a part of a fault. */
function plainOrigin({ file, line, col, end }: Origin): Origin {
  return { file, line, col, ...(end !== undefined && { end }) };
}

/** A cause quoted at the end of a sentence may end with a full stop itself. */
const oneStop = (sentence: string): string => sentence.replace(/(?<!\.)\.\.$/, ".");

/** Types an entry's parameters without repeating them. */
export function entry<P>(message: Entry<P>["message"], hint: Entry<P>["hint"]): Entry<P> {
  return { message, hint };
}

/** `entry`, for an error that follows from what the user wrote, or for a defect: check mode never takes it for a consequence of changes. */
export function certainEntry<P>(message: Entry<P>["message"], hint: Entry<P>["hint"]): Entry<P> {
  return { message, hint, certain: true };
}

/** The hint for a misspelt name: the name that was probably meant, or another hint. */
export const near = (name: string | undefined, otherwise: string): string =>
  name === undefined ? otherwise : `Did you mean \`${name}\`?`;
