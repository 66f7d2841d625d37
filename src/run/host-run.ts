import { bad, type Fault, type Outcome } from "../errors/fault.ts";
import { isUnreachable } from "../errors/unreachable.ts";
import type { Emit } from "../events/event.ts";
import type { Variable } from "../language/scope.ts";
import type { RoleUse } from "../load/project.ts";
import type { Host } from "../model/host.ts";
import type { Value } from "../model/value.ts";
import type { Client, Dial, Service } from "../module/contract.ts";
import type { PlannedTask } from "../plan/plan.ts";
import type { Ended, RunningProcess } from "../shell/end-commands.ts";
import type { PendingHandler } from "../shell/pending-handlers.ts";
import type { ReadSession, Session } from "../shell/session.ts";
import type { HungServices } from "./task/waits/hung-service.ts";
import { Overlay } from "./overlay.ts";
import { Prefetch } from "./prefetch/prefetch.ts";

/** An open session to a host. In check mode it cannot write. */
export type Access =
  { readonly mode: "check"; readonly session: ReadSession } | { readonly mode: "run"; readonly session: Session };

/** One host during a run: its connection and everything learned about it so far. */
export class HostRun {
  readonly host: Host;
  readonly overlay = new Overlay();
  readonly prefetch = new Prefetch();
  /** From `set_fact` and `register`; they stay defined in later plays. */
  readonly variables = new Map<string, Variable>();
  /** The uses of roles of which a task has run, that is, was not skipped. */
  readonly rolesRun = new Set<RoleUse>();
  /** In check mode: the services that did not answer in time. */
  readonly hungServices: HungServices = new Map();
  /** In check mode: the addresses of services that tasks have found not deployed yet. */
  readonly absentServices = new Set<string>();
  facts: Value | undefined;
  /** In check mode: the outcome of an earlier task is unknown, and that task might prevent what fails now. */
  afterUnknown = false;
  /** Keys of the pending handlers that have been reported as such. */
  readonly reportedHandlers = new Set<string>();
  /** Tasks that an interrupt kept from ending, or from running for all items of their loop. */
  readonly unfinished = new Set<PlannedTask>();
  /** A failed or unreachable host is out of the run. */
  state: "active" | "failed" | "unreachable" = "active";
  /** The name of the task that is running. */
  task: string | undefined;
  /** Whether what that task runs must not be shown (`no_log`). */
  isHidden = false;
  readonly #open: () => Promise<Outcome<Access>>;
  readonly #clients = new Map<string, Client<unknown, unknown>>();
  #access: Promise<Outcome<Access>> | undefined;
  #session: ReadSession | undefined;
  #stopped: Fault | undefined;
  #isClosed = false;
  readonly #stops = new Set<(fault: Fault) => void>();

  constructor(host: Host, open: () => Promise<Outcome<Access>>) {
    this.host = host;
    this.#open = open;
  }

  /** A method, because the state may change during an await, which the compiler does not see. */
  isActive(): boolean {
    return this.state === "active";
  }

  /** Connects on the first call. */
  access(): Promise<Outcome<Access>> {
    this.#access ??= this.#connect();
    return this.unlessStopped(this.#access, (fault) => bad(fault));
  }

  get isConnected(): boolean {
    return this.#session !== undefined;
  }

  /** Gets ready to end what the host is running. */
  prepareToEnd(): void {
    this.#session?.prepareInterrupt();
  }

  /** What the host was running when the interrupt was prepared. */
  lastRunning(): readonly RunningProcess[] {
    return this.#session?.lastRunning() ?? [];
  }

  /** Ends what the host is running for an interrupted run, and asks it nothing more. */
  endCommands(): Promise<(Ended | undefined)[]> {
    return this.#session?.interrupt() ?? Promise.resolve([]);
  }

  /** Stops waiting for the host: whatever it is doing, its task ends with this fault. */
  stop(fault: Fault): void {
    this.#stopped ??= fault;
    for (const stop of this.#stops) stop(this.#stopped);
  }

  /** Resolves like the work, or at once to `stopped` if the host is stopped before. The work itself is not cancelled. */
  unlessStopped<T>(work: Promise<T>, stopped: (fault: Fault) => T): Promise<T> {
    if (this.#stopped) return Promise.resolve(stopped(this.#stopped));
    return new Promise((resolve, reject) => {
      const stop = (fault: Fault) => resolve(stopped(fault));
      this.#stops.add(stop);
      void work.then(resolve, reject).finally(() => this.#stops.delete(stop));
    });
  }

  async #connect(): Promise<Outcome<Access>> {
    const access = await this.#open();
    if (!access.ok) return access;
    this.#session = access.value.session;
    // Nobody waited for the connection any more when the run ended.
    if (this.#isClosed) await this.#session.close();
    return access;
  }

  /** The pending handlers that are known, without connecting. */
  knownPending(): readonly PendingHandler[] {
    return this.#session?.knownPending() ?? [];
  }

  /** A service's client through this host's connection: one per target, kept until the run ends. */
  client(service: Service<unknown, unknown, unknown>, target: unknown, dial: Dial): Client<unknown, unknown> {
    const key = serviceKey(service, target);
    const client = this.#clients.get(key) ?? service.open(dial, target);
    this.#clients.set(key, client);
    return client;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    // A client that cannot close any more must not keep the session, and so the lock, open.
    await Promise.allSettled([...this.#clients.values()].map(async (client) => client.close()));
    if (!this.#stopped) await this.#access?.catch(() => undefined);
    await this.#session?.close();
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

/** What distinguishes the services that a host talks to. */
function serviceKey({ name }: Service<unknown, unknown, unknown>, target: unknown): string {
  return `${name} ${JSON.stringify(target)}`;
}
