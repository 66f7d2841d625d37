import { good, type Outcome } from "../../errors/fault.ts";
import type { HostRun } from "../host-run.ts";

/** The hosts of a run: those of its plays, and those that tasks have been delegated to so far. */
export class RunHosts {
  /** Those of the plays, by name. Hosts that tasks add to the inventory join them. */
  readonly ofPlays: Map<string, HostRun>;
  readonly #delegates = new Map<string, HostRun>();
  readonly #open: (name: string) => Outcome<HostRun>;

  /** `open` gets a host ready that tasks are delegated to, without connecting. */
  constructor(ofPlays: Map<string, HostRun>, open: (name: string) => Outcome<HostRun>) {
    this.ofPlays = ofPlays;
    this.#open = open;
  }

  get(name: string): HostRun | undefined {
    return this.ofPlays.get(name) ?? this.#delegates.get(name);
  }

  all(): HostRun[] {
    return [...new Set([...this.ofPlays.values(), ...this.#delegates.values()])];
  }

  /** A host of a play that begins. */
  join(name: string): Outcome<HostRun> {
    const found = this.delegate(name);
    if (found.ok && !this.ofPlays.has(name)) this.ofPlays.set(name, found.value);
    return found;
  }

  /** The host that a task is delegated to. */
  delegate(name: string): Outcome<HostRun> {
    const known = this.get(name);
    if (known) return good(known);
    const opened = this.#open(name);
    if (!opened.ok) return opened;
    // This machine has several names.
    const run = this.get(opened.value.host.name) ?? opened.value;
    this.#delegates.set(name, run).set(run.host.name, run);
    return good(run);
  }
}
