import type { PlannedHandler, Section } from "../../plan/plan.ts";

/** Why a handler is due on a host. */
export interface Due {
  /** In check mode: the task that may notify it, if it is unknown whether that task changes anything. */
  readonly possiblyBy?: string;
  /** The handlers that led to its notification, each notified by the one before it. None if a task notified it. */
  readonly after?: readonly PlannedHandler[];
  /** It runs only if it is notified once more: handlers notify each other in a circle. */
  readonly isStopped?: true;
  /** An earlier run left it, and this run cannot tell whether it is to run. A warning has said so. */
  readonly isUndecided?: true;
  /** Undefined if a task of this run notified it. */
  readonly left?: Left;
}

/** That an earlier run left a handler. */
export interface Left {
  /** The earlier run: `the run of USER at HOST, started TIME`. */
  readonly by: string;
  /** The section of the play at whose end it was to run. */
  readonly section: Section;
  /** The key under which the host remembers it: that of the handler, or one of a previous layout. */
  readonly key: string;
  /** The file on the host that remembers it. */
  readonly path: string;
}
