import { runFault } from "../../errors/catalogue/run.ts";
import type { Mask } from "../../events/mask.ts";
import { resourceKey, type Change } from "../../model/change.ts";
import { groupBy } from "../../model/group-by.ts";
import { showOrigin } from "../../model/origin.ts";
import type { Approval, JudgedOutcome, JudgedTask } from "../../run/approval.ts";
import { taskLabel } from "../../run/task/label.ts";
import type { Digests } from "./digests.ts";
import type { PlannedChange, PlannedResult } from "./plan.ts";

/** Takes note of what a check predicts. */
export interface Recorder extends Approval {
  readonly results: readonly PlannedResult[];
  /** The includes of which nobody can say what they would run: no plan can name that. */
  readonly unknownIncludes: readonly string[];
}

/** Takes note of all that would change or is unknown. In check mode nothing is there to refuse. */
export function recorder(digests: Digests, mask: Mask): Recorder {
  const results: PlannedResult[] = [];
  const unknownIncludes: string[] = [];
  return {
    results,
    unknownIncludes,
    note(task, outcome, item) {
      const { status } = outcome;
      if (status !== "changed" && status !== "unknown") return;
      const shown = shownOf(task, outcome, { item, mask });
      if (task.planned.task.include) unknownIncludes.push(`${shown.host}: ${shown.task} (${shown.at})`);
      results.push({
        task: keyOf(task, digests),
        item: digests.ofText(item ?? ""),
        status,
        changes: outcome.changes.map((change) => changeOf(change, digests)),
        args: (outcome.args !== undefined && digests.of(outcome.args)) || null,
        shown,
      });
    },
    refusal: () => undefined,
  };
}

/** Lets a run make the changes that were approved, and no other. */
export function guard(approved: readonly PlannedResult[], digests: Digests): Approval {
  const byTask = groupBy(approved, ({ task }) => task);
  return {
    note: () => undefined,
    refusal(task, changes, args) {
      const results = byTask.get(keyOf(task, digests)) ?? [];
      const isApproved = results.some(({ status, ...result }) =>
        status === "unknown"
          ? result.args === null || result.args === digests.of(args)
          : changes.every((change) => isAmong(result.changes, changeOf(change, digests))),
      );
      if (isApproved) return undefined;
      const [{ summary, resource }] = changes;
      const isHidden = task.keywords.noLog;
      return runFault("run/not-approved", {
        isPlanned: results.length > 0,
        change: isHidden ? undefined : `${resource.name}: ${summary}`,
      });
    },
  };
}

function isAmong(approved: readonly PlannedChange[], { resource, after }: PlannedChange): boolean {
  return approved.some((one) => one.resource === resource && (one.after === null || one.after === after));
}

function changeOf({ resource, before, after }: Change, digests: Digests): PlannedChange {
  const digest = (value: unknown) => digests.of(value) ?? null;
  return { resource: digests.ofText(resourceKey(resource)), before: digest(before), after: digest(after) };
}

/** The name of a task may contain what only a run knows, so the task is known by where it is written. */
function keyOf({ run, play, planned }: JudgedTask, digests: Digests): string {
  const { stage, role, task } = planned;
  const place = [run.host.name, play.play.name, showOrigin(play.play.origin), stage, role?.role.name ?? null];
  return digests.ofText(JSON.stringify([...place, showOrigin(task.origin)]));
}

function shownOf(
  task: JudgedTask,
  { changes, reason, delegate, isHidden }: JudgedOutcome,
  { item, mask }: { readonly item: string | undefined; readonly mask: Mask },
): PlannedResult["shown"] {
  const { run, play, planned, scope } = task;
  const known = isHidden ? {} : { ...(item !== undefined && { item }), ...(reason !== undefined && { reason }) };
  const masked = Object.fromEntries(Object.entries(known).map(([name, text]) => [name, mask.mask(text)]));
  return {
    host: run.host.name,
    play: play.play.name,
    role: planned.role?.role.name ?? null,
    task: mask.mask(taskLabel(planned, scope)),
    module: planned.task.module,
    stage: planned.stage,
    at: showOrigin(planned.task.origin),
    ...(delegate && { delegate: delegate.host.name }),
    ...masked,
    changes: isHidden
      ? []
      : changes.map(({ resource, summary }) => mask.mask(`${resource.kind} ${resource.name}: ${summary}`)),
  };
}
