import { isMap } from "../model/value.ts";
import type { HostInPlay, TaskOnHost } from "./task-on-host.ts";
import type { ItemOutcome } from "./task/outcome.ts";

/** What the module `meta` has decided to do; undefined if it is another module, or the task was skipped. */
export function metaAction({ planned }: TaskOnHost, outcome: ItemOutcome | undefined): unknown {
  if (planned.task.module !== "meta" || outcome?.status !== "ok") return undefined;
  return isMap(outcome.result) ? outcome.result["action"] : undefined;
}

/** Does what a task with `meta` says. */
export async function doMeta(host: HostInPlay, action: unknown): Promise<void> {
  const { run, inBatch } = host;
  if (action === "flush_handlers") await inBatch?.flush(host);
  if (action === "clear_facts") run.facts = undefined;
  if (action === "end_host") run.state = "ended";
  if (action === "end_batch") inBatch?.end("batch");
  if (action === "end_play") inBatch?.end("play");
}

/** In check mode: why the next tasks may not run. */
export function doubtAfter({ planned }: TaskOnHost, outcome: ItemOutcome | undefined): string | undefined {
  if (planned.task.module !== "meta" || outcome?.status !== "unknown") return undefined;
  const action = planned.task.args.entries.get("action")?.value;
  const ends = action?.kind !== "literal" || String(action.value).startsWith("end_");
  return ends ? "runs unless `meta` ends the play before" : undefined;
}
