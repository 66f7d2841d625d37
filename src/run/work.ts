import type { Outcome } from "../errors/fault.ts";
import { good } from "../errors/fault.ts";
import type { LayeredScope } from "../language/scope.ts";
import type { Module } from "../module/contract.ts";
import type { PlannedPlay, PlannedTask } from "../plan/plan.ts";
import type { Upcoming } from "./prefetch/prefetch.ts";
import type { RunContext } from "./context.ts";
import { handlerKey } from "./handlers.ts";
import type { RunAs } from "./run-as.ts";
import { environmentOf, runAsOf } from "./privilege.ts";

/** One module with its arguments, ready to be done on a host. */
export interface Work {
  /** As the module's schema wants them. */
  readonly args: never;
  readonly runAs: RunAs;
  readonly environment: Readonly<Record<string, string>>;
  /** Handlers that a change notifies: their keys. */
  readonly notifies: readonly string[];
  /** What the host will probably be asked after it. */
  readonly upcoming: Upcoming;
}

/** A task as one host sees it, with one item of its loop. */
export interface Seat {
  readonly play: PlannedPlay;
  readonly planned: PlannedTask;
  /** With the loop's item in it. */
  readonly scope: LayeredScope;
  readonly context: RunContext;
  readonly upcoming: Upcoming;
}

export function workOf(
  { play, planned, scope, context, upcoming }: Seat,
  args: Readonly<Record<string, unknown>>,
): Outcome<Work> {
  const runAs = runAsOf(planned, play, scope, context);
  if (!runAs.ok) return runAs;
  const environment = environmentOf(play, planned, scope);
  if (!environment.ok) return environment;
  const notifies = planned.task.notify.map(({ name }) => handlerKey(play, planned.role, name));
  // What the schema has accepted is what the module's own types say.
  return good({ args: args as never, runAs: runAs.value, environment: environment.value, notifies, upcoming });
}

export async function moduleOf({ task }: PlannedTask, { registry }: RunContext): Promise<Module> {
  const module = await registry.load(task.module);
  if (!module) throw new Error(`the module ${task.module} was there when the project was loaded`);
  return module;
}
