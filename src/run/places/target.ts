import pLimit from "p-limit";
import { bad, type Fault, type Outcome } from "../../errors/fault.ts";
import type { Client, Dial, Service } from "../../module/contract.ts";
import type { Ended, RunningProcess } from "../../shell/end-commands.ts";
import type { PendingHandler } from "../../shell/pending-handlers.ts";
import type { ReadSession, Session } from "../../shell/session.ts";
import { Overlay } from "../overlay.ts";
import { Prefetch } from "../prefetch/prefetch.ts";
import type { HungServices } from "../task/waits/hung-service.ts";

/** An open session to a host. In check mode it cannot write. */
export type Access = (
  { readonly mode: "check"; readonly session: ReadSession } | { readonly mode: "run"; readonly session: Session }
) & {
  /** The host is the machine on which provision runs. */
  readonly isHere?: boolean;
};

/** The same session, for a task that only predicts (`check_mode: true`). */
export function asCheck({ session, isHere = false }: Access): Access {
  return { mode: "check", session, isHere };
}

/** A host as the place where tasks run, its own and those that others delegate to it: the connection, and what is known of its state. */
export class Target {
  /** The host's name. */
  readonly name: string;
  readonly overlay = new Overlay();
  readonly prefetch = new Prefetch();
  /** In check mode: the services that did not answer in time. */
  readonly hungServices: HungServices = new Map();
  /** In check mode: the addresses of services that tasks have found not deployed yet. */
  readonly absentServices = new Set<string>();
  /** In check mode: the outcome of an earlier task is unknown, and that task might prevent what fails now. */
  afterUnknown = false;
  readonly #open: () => Promise<Outcome<Access>>;
  readonly #clients = new Map<string, Client<unknown, unknown>>();
  readonly #turns = pLimit(1);
  #access: Promise<Outcome<Access>> | undefined;
  #session: ReadSession | undefined;
  #stopped: Fault | undefined;
  #isClosed = false;
  readonly #stops = new Set<(fault: Fault) => void>();

  constructor(name: string, open: () => Promise<Outcome<Access>>) {
    this.name = name;
    this.#open = open;
  }

  /** Connects on the first call. */
  access(): Promise<Outcome<Access>> {
    this.#access ??= this.#connect();
    return this.unlessStopped(this.#access, (fault) => bad(fault));
  }

  get isConnected(): boolean {
    return this.#session !== undefined;
  }

  /**
   * Waits until no other work of this kind goes on here. A task must not be decided on a state that another one is changing: several
   * hosts may delegate tasks to this one. `until` resolves when the next work may begin, which may be later than this one ends.
   */
  alone<T>(work: () => Promise<T>, until: () => Promise<void> = () => Promise.resolve()): Promise<T> {
    return new Promise((resolve, reject) => {
      void this.#turns(async () => {
        await work().then(resolve, reject);
        await until();
      });
    });
  }

  /** Whether such work goes on. */
  get isBusy(): boolean {
    return this.#turns.activeCount + this.#turns.pendingCount > 0;
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

  /** A service's client through this host's connection: one per service and its target, kept until the run ends. */
  client(service: Service<unknown, unknown, unknown>, target: unknown, dial: Dial): Client<unknown, unknown> {
    const key = `${service.name} ${JSON.stringify(target)}`;
    const client = this.#clients.get(key) ?? service.open(dial, target);
    this.#clients.set(key, client);
    return client;
  }

  /** Ends the connection. The next task opens a new one. */
  async disconnect(): Promise<void> {
    const [clients, session] = [[...this.#clients.values()], this.#session];
    this.#clients.clear();
    this.#access = undefined;
    this.#session = undefined;
    this.prefetch.invalidate();
    await Promise.allSettled(clients.map(async (client) => client.close()));
    await session?.close();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    // A client that cannot close any more must not keep the session, and so the lock, open.
    await Promise.allSettled([...this.#clients.values()].map(async (client) => client.close()));
    if (!this.#stopped) await this.#access?.catch(() => undefined);
    await this.#session?.close();
  }
}
