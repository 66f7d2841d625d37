import type { PlannedTask } from "../plan/plan.ts";
import { readPendingHandlers } from "./handlers/pending.ts";
import type { HostRun } from "./host-run.ts";
import { isMap } from "../model/value.ts";
import type { HostInPlay, TaskOnHost } from "./task-on-host.ts";
import type { ItemOutcome } from "./task/outcome.ts";

/** What the module `meta` has decided to do; undefined if it is another module, or the task was skipped. */
export function metaAction({ planned }: TaskOnHost, outcome: ItemOutcome | undefined): unknown {
  if (planned.task.module !== "meta" || outcome?.status !== "ok") return undefined;
  return isMap(outcome.result) ? outcome.result["action"] : undefined;
}

/** Does what a task with `meta` says. */
export async function doMeta(host: HostInPlay, { role }: PlannedTask, action: unknown): Promise<void> {
  const { run, inBatch } = host;
  if (action === "flush_handlers") await inBatch?.flush(host);
  if (action === "clear_facts") clearFacts(run);
  if (action === "reset_connection") await resetConnection(host);
  if (action === "end_role" && role) run.endedRoles.set(role, "ended");
  if (action === "end_host") run.state = "ended";
  if (action === "end_batch") inBatch?.end("batch");
  if (action === "end_play") inBatch?.end("play");
}

/** The next play that needs facts reads them again. */
function clearFacts(run: HostRun): void {
  run.facts = undefined;
  run.factSources.clear();
}

/** Other hosts may have delegated tasks to this one: what they do there ends first. */
async function resetConnection(host: HostInPlay): Promise<void> {
  const { target } = host.run;
  await target.alone(() => target.disconnect());
  await readPendingHandlers(host);
}

/** In check mode: why the next tasks may not run. */
export function doubtAfter({ planned, run }: TaskOnHost, outcome: ItemOutcome | undefined): string | undefined {
  if (planned.task.module !== "meta" || outcome?.status !== "unknown") return undefined;
  const action = planned.task.args.entries.get("action")?.value;
  const name = action?.kind === "literal" ? String(action.value) : undefined;
  if (name === "end_role" && planned.role) {
    run.endedRoles.set(planned.role, "maybe");
    return undefined;
  }
  const ends = name === undefined || name.startsWith("end_");
  return ends ? "runs unless `meta` ends the play before" : undefined;
}

/** Whether `meta` has ended the role of a task; in check mode, why it may have. Handlers of the role run all the same. */
export function roleEnd({ endedRoles }: HostRun, { role, stage }: PlannedTask) {
  const end = role && stage !== "handler" ? endedRoles.get(role) : undefined;
  const doubts = end === "maybe" ? { doubt: "runs unless `meta` ends the role before" } : {};
  return { isEnded: end === "ended", doubts };
}
