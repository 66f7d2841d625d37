import type { Emit } from "../events/event.ts";
import type { LayeredScope } from "../language/scope.ts";
import type { Secret } from "../model/secret.ts";
import type { ModuleRegistry } from "../module/contract.ts";
import type { PlannedPlay, PlannedTask } from "../plan/plan.ts";
import type { Clock } from "./clock.ts";
import type { HostRun } from "./host-run.ts";

/** What the whole run shares. */
export interface RunContext {
  readonly registry: ModuleRegistry;
  readonly clock: Clock;
  /** The controller's time, to compare the hosts' with: milliseconds since 1970. */
  readonly wallClock: () => number;
  readonly emit: Emit;
  readonly check: boolean;
  /** `--become`: what holds where neither the inventory nor the playbook says. */
  readonly become: boolean;
  readonly becomePassword: Secret | undefined;
  /** Whether check mode has predicted anything on any host so far: what is read now may be otherwise then. */
  readonly anythingPending: () => boolean;
  /** True once the user has asked to stop: nothing new is begun. */
  readonly interrupted: () => boolean;
  /** All variables that a task on a host can see. */
  readonly scopeOf: (run: HostRun, play: PlannedPlay, planned: PlannedTask) => LayeredScope;
}
