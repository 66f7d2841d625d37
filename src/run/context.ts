import type { Fault, Outcome } from "../errors/fault.ts";
import type { Emit } from "../events/event.ts";
import type { LayeredScope } from "../language/scope.ts";
import type { NonEmpty } from "../model/non-empty.ts";
import type { Secret } from "../model/secret.ts";
import type { ModuleRegistry } from "../module/contract.ts";
import type { PlannedPlay, PlannedTask } from "../plan/plan.ts";
import type { Approval } from "./approval.ts";
import type { RunInventory } from "./growth/run-inventory.ts";
import type { HostRun } from "./host-run.ts";
import type { Around } from "./scope.ts";

/** The run reads no clock of its own. */
export interface Clock {
  /** Milliseconds since an arbitrary moment; never goes back. */
  now(): number;
  /** Resolves after that many seconds, or at once when the run is interrupted. */
  sleep(seconds: number): Promise<void>;
  /** Calls `act` again and again after so many seconds, until the returned function is called. */
  every(seconds: number, act: () => void): () => void;
}

/** Whether tasks on a host become another user, and whom; undefined where the inventory does not say. */
interface InventoryBecome {
  readonly become: boolean | undefined;
  readonly becomeUser: string | undefined;
}

/** What the whole run shares. */
export interface RunContext {
  readonly registry: ModuleRegistry;
  readonly clock: Clock;
  /** The controller's time, which the hosts' clocks are compared with: milliseconds since 1970. */
  readonly wallClock: () => number;
  readonly emit: Emit;
  readonly check: boolean;
  /** The changes of consecutive tasks are sent together; not so with `--no-batch`. */
  readonly batches?: boolean;
  /** What takes note of a check's results, or decides on a run's changes. */
  readonly approval?: Approval | undefined;
  /** `--become`: the default if neither the inventory nor the playbook says. */
  readonly become: boolean;
  /** What the inventory says of a host. */
  readonly becomeOf: (host: string) => InventoryBecome;
  readonly becomePassword: Secret | undefined;
  /** Whether check mode has predicted a change on any host so far: after the real change, what is read now may be different. */
  readonly anythingPending: () => boolean;
  /** Whether check mode has predicted that a task writes this file of the controller. */
  readonly willReceive: (path: string) => boolean;
  /** Waits until the user presses Enter, or the run is interrupted; undefined without a terminal. */
  readonly waitForEnter?: (() => Promise<void>) | undefined;
  /** Asks the user whether a task is to run (`--step`). */
  readonly confirm?: ((task: string) => Promise<boolean>) | undefined;
  /** True once the user has asked to stop: nothing new is started. */
  readonly interrupted: () => boolean;
  /** Hides a text in everything that is reported from now on. */
  readonly hide: (text: string) => void;
  /** The fault of a task in which the program itself failed: an exception that nothing expects. */
  readonly defect: (error: unknown) => Fault;
  /** The names by which hosts know this project, to tell its handlers from those of others: first the one that they store. */
  readonly projectNames: NonEmpty<string>;
  /** Whether the project has a playbook of that name. */
  readonly hasPlaybook: (file: string) => Promise<boolean>;
  /** The host that tasks are delegated to by this name: of the inventory, or this machine. */
  readonly delegate: (name: string) => Outcome<HostRun>;
  /** What tasks may add to. */
  readonly inventory: RunInventory;
  /** All variables that a task on a host can see; with those of the includes around it. */
  readonly scopeOf: (run: HostRun, play: PlannedPlay, planned: PlannedTask, around?: Around) => LayeredScope;
}
