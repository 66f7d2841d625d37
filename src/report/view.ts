import type { Origin } from "../model/origin.ts";
import type { Paint } from "./paint.ts";
import type { RoleSeconds } from "./role-times.ts";

/** How the report for people looks, and what it has learnt of the run so far. */
export interface View {
  readonly paint: Paint;
  readonly diff: boolean;
  readonly verbosity: number;
  /** Lines shown of one result or diff. */
  readonly most: number;
  /** The lines around an origin, with a caret and masked; empty where the text is not known. */
  readonly frame: (origin: Origin) => string;
  /** What an exit code means at the end of a run, or of a check. */
  readonly exitMeaning: (exit: number, check: boolean) => string;
  check: boolean;
  hostWidth: number;
  /** Seconds of work a host. */
  readonly seconds: Map<string, number>;
  readonly roles: RoleSeconds;
  /** Hosts whose loss has been shown in full. */
  readonly unreachable: Set<string>;
}
