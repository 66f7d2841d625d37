import type { Variable } from "../language/scope.ts";
import type { Outcome } from "../errors/fault.ts";
import type { Host } from "../model/host.ts";
import type { Value } from "../model/value.ts";
import type { Client, Dial, Service } from "../module/contract.ts";
import type { Counts, Status } from "../events/event.ts";
import type { ReadSession, Session } from "../shell/session.ts";
import { Ahead } from "./prefetch/prefetch.ts";
import { Overlay } from "./overlay.ts";

/** The way to a host: check mode holds one that cannot write. */
export type Access =
  { readonly mode: "check"; readonly session: ReadSession } | { readonly mode: "run"; readonly session: Session };

/** One host on its way through a run: what it has answered so far. */
export class HostRun {
  readonly host: Host;
  readonly overlay = new Overlay();
  readonly ahead = new Ahead();
  /** `set_fact` and `register`: they outlive a play. */
  readonly variables = new Map<string, Variable>();
  facts: Value | undefined;
  /** In check mode: a task before could not be foretold, so what now seems to fail may be what that task mends. */
  clouded = false;
  /** A failed or unreachable host takes part in nothing more. */
  state: "active" | "failed" | "unreachable" = "active";
  readonly #counts: Record<Status, number> = { ok: 0, changed: 0, skipped: 0, failed: 0, unreachable: 0, unknown: 0 };
  readonly #open: () => Promise<Outcome<Access>>;
  readonly #clients = new Map<string, Client<unknown, unknown>>();
  #access: Promise<Outcome<Access>> | undefined;

  constructor(host: Host, open: () => Promise<Outcome<Access>>) {
    this.host = host;
    this.#open = open;
  }

  get counts(): Counts {
    return this.#counts;
  }

  count(status: Status): void {
    this.#counts[status] += 1;
  }

  /** Connects when first asked. */
  access(): Promise<Outcome<Access>> {
    this.#access ??= this.#open();
    return this.#access;
  }

  /** A service's client through this host's connection: one for each target, kept until the run ends. */
  client(service: Service<unknown, unknown, unknown>, target: unknown, dial: Dial): Client<unknown, unknown> {
    const key = `${service.name} ${JSON.stringify(target)}`;
    const client = this.#clients.get(key) ?? service.open(dial, target);
    this.#clients.set(key, client);
    return client;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
    const access = await this.#access;
    if (access?.ok) await access.value.session.close();
  }
}
