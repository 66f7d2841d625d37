import { Unknown } from "../../../model/unknown.ts";
import type { TaskOnHost } from "../../task-on-host.ts";
import type { ItemOutcome } from "../outcome.ts";

/** Keeps what a task, or one item of its loop, sets by `set_fact`, so that the next item can add to it. */
export function keepFacts({ run, planned }: TaskOnHost, { facts = {}, delegate, status, reason }: ItemOutcome): void {
  const owner = planned.placement.delegateFacts ? (delegate ?? run) : run;
  for (const [name, value] of Object.entries(facts)) owner.variables.set(name, { from: "data", value });
  if (status !== "unknown" || planned.task.module !== "set_fact") return;
  const unknown = new Unknown(reason ?? "it was not run");
  for (const name of planned.task.args.entries.keys()) owner.variables.set(name, { from: "data", value: unknown });
}
