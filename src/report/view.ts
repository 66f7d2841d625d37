import type { Warning } from "../events/event.ts";
import type { Origin } from "../model/origin.ts";
import type { Paint } from "./paint.ts";
import type { RoleSeconds } from "./role-times.ts";

/** The settings of the human-readable report, and the state that later lines need from earlier events. */
export interface View {
  readonly paint: Paint;
  readonly diff: boolean;
  readonly verbosity: number;
  /** How many lines of one result or diff are shown. */
  readonly maxLines: number;
  /** The code frame of an origin, masked; empty if the file is unknown. */
  readonly frame: (origin: Origin) => string;
  /** What an exit code means, after a run or after a check. */
  readonly exitMeaning: (exit: number, check: boolean) => string;
  check: boolean;
  /** Whether the run is one task from the command line. */
  adHoc: boolean;
  hostWidth: number;
  /** Seconds of work by host. */
  readonly seconds: Map<string, number>;
  readonly roles: RoleSeconds;
  /** The warnings so far, for the recap. */
  readonly warnings: Warning[];
  /** Unreachable hosts whose fault has been shown in full. */
  readonly unreachable: Set<string>;
}
