import type { Random } from "../fuzz/random.ts";
import type { Bed } from "./run/bed.ts";

/** A change that somebody makes to the deployed site without provision. */
export interface Drift {
  /** The change and its target, in words. */
  readonly what: string;
  /** What it touches: `SERVER PART`, or `SERVER` for all its parts. Drifts of one area are not tried in the same trial. */
  readonly areas: readonly string[];
  apply(bed: Bed): Promise<unknown>;
  /** What the drift changes and the run must restore, as text to compare. */
  look(bed: Bed): Promise<string>;
  /** The run must refuse to work, and say so in check mode too. Then this undoes the drift, as the error tells the user to. */
  readonly undo?: (bed: Bed) => Promise<unknown>;
  /** Removes what the drift has put beside the site. */
  readonly clear?: (bed: Bed) => Promise<unknown>;
}

export interface Kind {
  readonly name: string;
  /** Nothing of the site differs afterwards, so nothing may change. */
  readonly harmless?: boolean;
  /** Its repair takes a minute, or it loses records: the sample inside `npm test` leaves it out. */
  readonly apart?: boolean;
  draw(random: Random): Drift;
}

/** What a drift on one server is made of: shell commands of root. */
export interface OnServer extends Pick<Drift, "what"> {
  readonly host: string;
  /** The part of the site, such as a service. */
  readonly part: string;
  readonly apply: string;
  readonly look: string;
  readonly undo?: string;
  readonly clear?: string;
}

/** A drift that shell commands make. */
export function onServer({ host, part, what, apply, look, undo, clear }: OnServer): Drift {
  const on = (command: string) => (bed: Bed) => bed.on(host, command);
  return {
    what: `${host}: ${what}`,
    areas: [`${host} ${part}`],
    apply: on(apply),
    look: on(look),
    ...(undo !== undefined && { undo: on(undo) }),
    ...(clear !== undefined && { clear: on(clear) }),
  };
}
