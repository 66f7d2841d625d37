import type { Fault } from "../errors/fault.ts";
import type { Origin } from "../model/origin.ts";
import type { Change } from "../model/change.ts";
import type { Value } from "../model/value.ts";

export type Status = "ok" | "changed" | "skipped" | "failed" | "unreachable" | "unknown";

/** Everything that a run says. Reporters see these and nothing else; secrets are masked before they get here. */
export type Event =
  | RunStart
  | PlayStart
  | RoleStart
  | TaskStart
  | Progress
  | TaskResult
  | HostUnreachable
  | Warning
  | ErrorEvent
  | PendingHandlers
  | Recap;

export interface RunStart {
  readonly event: "run_start";
  readonly check: boolean;
  readonly playbooks: readonly string[];
}

export interface PlayStart {
  readonly event: "play_start";
  readonly play: string;
  readonly hosts: readonly string[];
}

export interface RoleStart {
  readonly event: "role_start";
  readonly play: string;
  readonly role: string;
  /** What of the role begins. */
  readonly stage: "tasks" | "verify";
  readonly hosts: readonly string[];
}

interface TaskAddress {
  readonly play: string;
  readonly role: string | null;
  readonly task: string;
  readonly module: string;
  readonly host: string;
  readonly origin: Origin;
}

export interface TaskStart extends TaskAddress {
  readonly event: "task_start";
}

/** Long work goes on: at most one every few seconds a task. */
export interface Progress extends TaskAddress {
  readonly event: "progress";
  readonly message: string;
}

export interface TaskResult extends TaskAddress {
  readonly event: "task_result";
  readonly status: Status;
  readonly stage: "task" | "handler" | "verify";
  readonly duration_ms: number;
  readonly result: Value;
  readonly changes: readonly Change[];
  /** Why it was skipped, failed or is unknown. */
  readonly reason?: string;
  readonly fault?: Fault;
  /** The failure was expected by `ignore_errors`. */
  readonly ignored?: true;
  /** The value of the loop variable, as text, where the task loops: one event an item. */
  readonly item?: string;
}

export interface HostUnreachable {
  readonly event: "host_unreachable";
  readonly host: string;
  readonly fault: Fault;
}

export interface Warning {
  readonly event: "warning";
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly host?: string;
  readonly origin?: Origin;
}

/** A fault that ends the run before anything was connected to. */
export interface ErrorEvent {
  readonly event: "error";
  readonly fault: Fault;
  /** The lines around the origin, with a caret. */
  readonly frame?: string;
}

export interface PendingHandlers {
  readonly event: "pending_handlers";
  readonly host: string;
  readonly handlers: readonly { readonly play: string; readonly role: string | null; readonly handler: string }[];
}

export type Counts = Readonly<Record<Status, number>>;

export interface Recap {
  readonly event: "recap";
  readonly hosts: Readonly<Record<string, Counts>>;
  readonly duration_ms: number;
  readonly exit: number;
}

/** Where a room says what happens. */
export type Emit = (event: Event) => void;
