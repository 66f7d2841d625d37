import type { Count, Status } from "../../../src/events/event.ts";

/** A case: a project, hosts with their files, and runs with their expected outcomes. */
export interface PlayCase {
  readonly title: string;
  /** By name; one host called `one` unless given. */
  readonly hosts: Readonly<Record<string, HostSpec>>;
  /** Project files by path. `site.yaml` is the playbook; an inventory of the hosts is written unless given. */
  readonly project: ProjectFiles;
  /** Files on the hosts before the first run. */
  readonly before: FilesByHost;
  readonly runs: readonly RunSpec[];
}

export interface HostSpec {
  /** Nothing answers at its address. */
  readonly unreachable?: true;
  /** The program itself fails when it connects. */
  readonly defect?: true;
  /** Shells that one connection may open; the next one is rejected. */
  readonly sessions?: number;
  /** Connections that are accepted before the host becomes unreachable. */
  readonly connections?: number;
  /** How sudo reacts: `free` unless given. With a password, it asks for that. */
  readonly sudo?: "free" | "refused" | "missing" | { readonly password: string };
  /** Users besides the login; `root` unless given. A folder `users/NAME` on the host adds one. */
  readonly users?: readonly string[];
  /** Commands that the login runs before its shell. */
  readonly login?: string;
}

export interface RunSpec {
  /** Files of the project; `site.yaml` unless given. */
  readonly playbooks: readonly string[];
  readonly flags: readonly string[];
  /** Typed when provision asks for it (-K). */
  readonly password?: string;
  /** Typed on a terminal, one for each question of --step; then the terminal ends. */
  readonly answers?: readonly string[];
  /** The user interrupts when the task with this name starts. */
  readonly interrupt?: string;
  /** Seconds for which the running task may then still finish; a few unless given. */
  readonly grace?: number;
  /** Modules in which a step throws, as a defect would. One that waits for nothing gets the step `settle`. */
  readonly defects?: Readonly<Record<string, "probe" | "decide" | "apply" | "settle">>;
  /** Project files that replace or add to the earlier ones. */
  readonly project: ProjectFiles;
  /** Files on the hosts that are changed before this run. */
  readonly before: FilesByHost;
  readonly expect: Expectation;
}

export interface Expectation {
  readonly exit: number;
  /** All task results of each host, in order. */
  readonly results: Readonly<Record<string, readonly ResultSpec[]>>;
  /** Codes of all warnings, in order. */
  readonly warnings: readonly string[];
  /** Codes of all faults that prevent the run from starting, in order. */
  readonly errors: readonly string[];
  /** Error codes by host, for hosts that become unreachable outside a task. */
  readonly unreachable: Readonly<Record<string, string>>;
  /** Event lines (see event-line.ts) that occur in this order, possibly with others in between. */
  readonly events: readonly string[];
  /** Counts by host; counts that are not named are 0. */
  readonly recap?: Readonly<Record<string, Partial<Record<Count, number>>>>;
  /** Handlers that stay pending on each host: `Play / Handler` or `Play / role / Handler`, sorted. */
  readonly pending: Readonly<Record<string, readonly string[]>>;
  /** Files that a run leaves on each host and another run would remove, sorted; RUN stands for the run's id. */
  readonly leaves: Readonly<Record<string, readonly string[]>>;
  /** The tasks that --step asks about, in order. */
  readonly asked: readonly string[];
  /** Strings that appear nowhere in the output. */
  readonly hidden: readonly string[];
  /** Strings that appear in the human-readable output. */
  readonly output: readonly string[];
  /** What --list-tasks and similar flags print instead of running. Such a run has no --json, and so no events. */
  readonly listed?: readonly string[];
  readonly files: FilesByHost;
}

export interface ResultSpec {
  readonly task: string;
  readonly status: Status;
  readonly item?: string;
  /** The host that it was delegated to. */
  readonly delegate?: string;
  readonly ignored?: true;
  readonly rescued?: true;
  readonly code?: string;
  /** Part of the fault's message. */
  readonly message?: string;
  /** Part of the fault's hint. */
  readonly hint?: string;
  /** Part of the reason. */
  readonly reason?: string;
  /** Parts of the fault's details. */
  readonly details?: readonly string[];
  /** Fields that the result has, among others. */
  readonly result?: unknown;
  /** Summaries, before and after of the changes: each given field must be equal. */
  readonly diff?: readonly unknown[];
  readonly role?: string;
  readonly stage?: "task" | "handler" | "verify";
  /** Line of the fault's origin in its file. */
  readonly line?: number;
}

export type FilesByHost = Readonly<Record<string, Readonly<Record<string, FileSpec>>>>;

/** Content by path. */
export type ProjectFiles = Readonly<
  Record<string, string | null | { readonly repeat: string; readonly times: number }>
>;

/** Content, or null: does not exist. */
export type FileSpec =
  | string
  | null
  | {
      readonly contains?: string;
      readonly content?: string;
      readonly mode?: string;
      readonly link?: string;
      readonly directory?: true;
    };
