import type { Section } from "../../plan/plan.ts";

/** Why a handler is due on a host. */
export interface Due {
  /** In check mode: the task that may notify it, if it is unknown whether that task changes anything. */
  readonly possiblyBy?: string;
  /** Undefined if a task of this run notified it. */
  readonly left?: {
    /** The earlier run: `the run of USER at HOST, started TIME`. */
    readonly by: string;
    /** The section of the play at whose end it was to run. */
    readonly section: Section;
    /** The key under which the host remembers it: that of the handler, or one of a previous layout. */
    readonly key: string;
  };
}
