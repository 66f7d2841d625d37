import type { Outcome } from "../../errors/fault.ts";
import type { RunAs } from "../../model/host.ts";
import type { Answer } from "../../module/answer.ts";
import type { Module } from "../../module/contract.ts";
import type { Script } from "../../module/script.ts";
import type { Session } from "../../shell/session.ts";
import type { Question } from "../prefetch/prefetch.ts";
import type { Made } from "./ahead.ts";

/** The turn of a task that acts on its own host: what was sent for it before, or else what its own request takes along. */
export interface TaskTurn {
  /** Whether the host is still kept for tasks of which this may be one. */
  readonly isKept: boolean;
  /** The answer to what was sent before; undefined if the task has to ask the host itself. */
  take(question: Question): Promise<Made | undefined>;
  /** Lets tasks of other hosts act on this one, if all that was sent is answered. */
  end(): void;
  /** Resolves once they may. */
  ended(): Promise<void>;
  /** Whether the request of this task may take others along. */
  takesAlong(module: Module): boolean;
  /** Sends the change, those of tasks after it that can be decided now, and what is asked next, in one request. */
  send(script: Script<"write">, session: Session, runAs: RunAs): Promise<Outcome<Answer>>;
}
