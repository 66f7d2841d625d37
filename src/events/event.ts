import type { Fault } from "../errors/fault.ts";
import type { Origin } from "../model/origin.ts";
import type { Change } from "../model/change.ts";
import type { Value } from "../model/value.ts";

/** The name that the playbook of a task from the command line has. */
export const AD_HOC = "provision run";

export type Status = "ok" | "changed" | "skipped" | "failed" | "interrupted" | "unreachable" | "unknown";

/** A column of the recap: a status, or a failure that `ignore_errors` ignores or a block rescues. */
export type Count = Status | "ignored" | "rescued";

/** Everything that a run reports. Reporters receive nothing else, and secrets are masked before. */
export type Event =
  | RunStart
  | PlayListing
  | PlayStart
  | RoleStart
  | TaskStart
  | Progress
  | TaskResult
  | HostUnreachable
  | Warning
  | ErrorEvent
  | Interrupt
  | PendingHandlers
  | Recap;

export interface RunStart {
  readonly event: "run_start";
  readonly check: boolean;
  readonly playbooks: readonly string[];
}

/** A play of the plan, for --list-hosts, --list-tasks and --list-tags, which run nothing. */
export interface PlayListing {
  readonly event: "play_listing";
  readonly play: string;
  /** The play's host pattern as written. */
  readonly pattern: string;
  readonly hosts: readonly string[];
  readonly tags: readonly string[];
  readonly tasks: readonly {
    readonly role: string | null;
    /** The name as written: it may contain templates, because no host is known. */
    readonly task: string;
    readonly module: string;
    readonly stage: "task" | "verify";
    readonly tags: readonly string[];
    readonly origin: Origin;
  }[];
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
  /** The part of the role that begins. */
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

/** A long task is still running: at most one event every few seconds per task. */
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
  /** The task failed, but has `ignore_errors`. */
  readonly ignored?: true;
  /** The task failed, but its block has a `rescue`. */
  readonly rescued?: true;
  /** The value of the loop variable as a string, if the task loops: one event per item. */
  readonly item?: string;
  /** For a handler that an earlier run notified but did not run: that run. */
  readonly left_from?: string;
  /** The host that it was delegated to, if it ran there. */
  readonly delegate?: string;
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

/** A fault that ends the run before any connection. */
export interface ErrorEvent {
  readonly event: "error";
  readonly fault: Fault;
  /** The lines around the origin, with a caret. */
  readonly frame?: string;
  /** The complete lines to write there instead. */
  readonly write?: string;
}

/** The user has interrupted the run: these tasks may finish for a few seconds, and nothing new is started. */
export interface Interrupt {
  readonly event: "interrupt";
  readonly running: readonly { readonly host: string; readonly task: string }[];
}

export interface PendingHandlers {
  readonly event: "pending_handlers";
  readonly host: string;
  readonly handlers: readonly {
    /** The project that it belongs to: the repository, or the folder on the controller. Missing unless it is another one. */
    readonly project?: string;
    /** Missing if the host stored the handler before playbooks were distinguished. */
    readonly playbook?: string;
    readonly play: string;
    readonly role: string | null;
    readonly handler: string;
    /** The earlier run that notified it; missing if this run did. */
    readonly left_from?: string;
    /** The file on the host that remembers it, if no play of this run was about to run it. */
    readonly path?: string;
  }[];
}

/** How many results a host has: the sum is the number of its `task_result` and `host_unreachable` events. */
export type Counts = Readonly<Record<Count, number>>;

export interface Recap {
  readonly event: "recap";
  readonly hosts: Readonly<Record<string, Counts>>;
  readonly duration_ms: number;
  readonly exit: number;
}

/** Reports an event of the run. */
export type Emit = (event: Event) => void;
