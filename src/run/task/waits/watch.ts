import type { Clock } from "../../context.ts";

/** What waiting for a service or a background job needs. */
export interface Watch {
  readonly clock: Clock;
  /** Reports what is being waited for. */
  readonly progress: (message: string) => void;
  readonly interrupted: () => boolean;
}
