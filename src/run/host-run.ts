import type { Fault, Outcome } from "../errors/fault.ts";
import { isUnreachable } from "../errors/unreachable.ts";
import type { Emit } from "../events/event.ts";
import type { FactSource } from "../language/facts/catalogue.ts";
import type { Variable } from "../language/scope.ts";
import type { RoleUse } from "../load/project.ts";
import type { Host } from "../model/host.ts";
import type { ValueMap } from "../model/value.ts";
import type { PlannedTask } from "../plan/plan.ts";
import type { Position, Start } from "../plan/start/walk.ts";
import { Ahead } from "./ahead/ahead.ts";
import { Target, type Access } from "./places/target.ts";

/** One host during a run: how far it has come, and its variables. What its tasks do, they do at a target: its own, or a delegate's. */
export class HostRun {
  readonly host: Host;
  /** The host as a place where tasks run. */
  readonly target: Target;
  /** What was sent to it for tasks before their turn. */
  readonly ahead: Ahead;
  /** Where the running task runs: another host's target while it is delegated. */
  at: Target;
  /** From `set_fact` and `register`; they stay defined in later plays. */
  readonly variables = new Map<string, Variable>();
  /** From `include_vars`; they stay defined in later plays. */
  readonly includedVars = new Map<string, Variable>();
  /** The uses of roles of which a task has run, that is, was not skipped. */
  readonly rolesRun = new Set<RoleUse>();
  /** The uses of roles that a task has ended (`meta`), each with whether check mode only knows that one may. */
  readonly endedRoles = new Map<RoleUse, "ended" | "maybe">();
  /** What was read of the host so far. */
  facts: ValueMap | undefined;
  readonly factSources = new Set<FactSource>();
  /** Keys of the pending handlers that have been reported as such. */
  readonly reportedHandlers = new Set<string>();
  /** Tasks that an interrupt kept from ending, or from running for all items of their loop. */
  readonly unfinished = new Set<PlannedTask>();
  /** A failed or unreachable host is out of the run, one that has ended (`meta`) only out of the play. */
  state: "active" | "failed" | "unreachable" | "ended" = "active";
  /** What the beginning of the play needs of the host, if that could not be reached then. */
  prepareLater: (() => Promise<void>) | undefined;
  /** Where it starts, if not at the beginning. */
  start: Start | undefined;
  /** The task at which it failed, in the segment that runs. */
  failedAt: Position | undefined;
  /** Where it failed or could not be reached any more. */
  stop: Start | undefined;
  /** The name of the task that is running. */
  task: string | undefined;
  /** Whether what that task runs must not be shown (`no_log`). */
  isHidden = false;

  /** `at` is how to connect, or a target that another name means as well. */
  constructor(host: Host, at: Target | (() => Promise<Outcome<Access>>)) {
    this.host = host;
    this.target = at instanceof Target ? at : new Target(host.name, at);
    this.at = this.target;
    this.ahead = new Ahead(this.target.prefetch);
  }

  /** A method, because the state may change during an await, which the compiler does not see. */
  isActive(): boolean {
    return this.state === "active";
  }

  /** Whether it has failed or could not be reached. A host whose play was ended (`meta`) is not lost. */
  isLost(): boolean {
    return this.state === "failed" || this.state === "unreachable";
  }
}

/** Whether the fault only says that the run was interrupted. */
export function isInterrupted({ code }: Fault): boolean {
  return code === "run/interrupted" || code === "shell/interrupted";
}

/** Takes a host out of the run because it could not be reached outside any task. */
export function markUnreachable(run: HostRun, fault: Fault, emit: Emit): void {
  if (isInterrupted(fault)) return;
  run.state = isUnreachable(fault) ? "unreachable" : "failed";
  emit({ event: "host_unreachable", host: run.host.name, fault });
}
