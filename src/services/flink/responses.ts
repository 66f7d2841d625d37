import { isList, type Value } from "../../model/value.ts";
import type { Checkpoints, FlinkJar, FlinkJob, FlinkOverview, FlinkPlan, FlinkRun, Snapshot } from "./model.ts";
import { hasEnded } from "./state.ts";
import { listAt, numberAt, stringAt, valueAt } from "../json-fields.ts";
import type { S3Object } from "../s3/s3.ts";

/** The global job parameter that records how a job was started. */
export const RUN = "provision.run";

export function parseOverview(json: Value): FlinkOverview {
  return {
    version: stringAt(json, "flink-version") ?? "",
    taskManagers: numberAt(json, "taskmanagers"),
    slots: numberAt(json, "slots-total"),
    free: numberAt(json, "slots-available"),
  };
}

/** The newest first. */
export function parseJobs(json: Value): FlinkJob[] {
  const jobs = listAt(json, "jobs").map((job) => ({
    id: stringAt(job, "jid") ?? "",
    name: stringAt(job, "name") ?? "",
    state: stringAt(job, "state") ?? "",
    started: numberAt(job, "start-time"),
    ended: numberAt(job, "end-time"),
    tasks: {
      running: numberAt(job, "tasks", "running"),
      finished: numberAt(job, "tasks", "finished"),
      total: numberAt(job, "tasks", "total"),
    },
  }));
  return jobs.sort((a, b) => b.started - a.started);
}

export function parseJars(json: Value): FlinkJar[] {
  return listAt(json, "files").map((file) => ({ id: stringAt(file, "id") ?? "", name: stringAt(file, "name") ?? "" }));
}

export function parsePlan(json: Value): FlinkPlan {
  const nodes = listAt(json, "plan", "nodes").map((node) => numberAt(node, "parallelism"));
  return { name: stringAt(json, "plan", "name") ?? "", parallelism: Math.max(0, ...nodes) };
}

/** The slots a job needs: the sum of the highest parallelism in each slot sharing group. */
export function parseSlots(json: Value): number {
  const groups = new Map<string, number>();
  for (const vertex of listAt(json, "vertices")) {
    const group = stringAt(vertex, "slotSharingGroupId") ?? "";
    groups.set(group, Math.max(groups.get(group) ?? 0, numberAt(vertex, "parallelism")));
  }
  return [...groups.values()].reduce((sum, widest) => sum + widest, 0);
}

/** How a job was started, from its global parameters. */
export function parseRun(json: Value): FlinkRun | undefined {
  const kept = parseJson(stringAt(json, "execution-config", "user-config", RUN));
  const jar = stringAt(kept, "jar");
  if (jar === undefined) return undefined;
  const [entryClass, parallelism] = [stringAt(kept, "entryClass"), numberAt(kept, "parallelism")];
  return {
    jar,
    args: listAt(kept, "args").flatMap((arg) => (typeof arg === "string" ? [arg] : [])),
    ...(entryClass !== undefined && { entryClass }),
    ...(parallelism > 0 && { parallelism }),
    ...(valueAt(kept, "allowNonRestoredState") === true && { allowNonRestoredState: true }),
  };
}

/** Combines the statistics and the settings; both are undefined for a job without checkpoints. */
export function parseCheckpoints(state: string, stats: Value | undefined, config: Value | undefined): Checkpoints {
  const external = valueAt(config, "externalization", "enabled") === true;
  const kept = external && valueAt(config, "externalization", "delete_on_cancellation") !== true;
  const savepoint = snapshotOf(valueAt(stats, "latest", "savepoint"));
  const newest = later(remaining(state, stats, { external, kept }), savepoint);
  return {
    enabled: stats !== undefined,
    kept,
    completed: numberAt(stats, "counts", "completed"),
    failed: numberAt(stats, "counts", "failed"),
    newest,
    stopped: savepoint !== undefined && stringAt(stats, "latest", "savepoint", "checkpoint_type") === "SYNC_SAVEPOINT",
    restored: stringAt(stats, "latest", "restored", "external_path"),
  };
}

/** The newest checkpoint, unless it was deleted with its job. */
function remaining(
  state: string,
  stats: Value | undefined,
  { external, kept }: { readonly external: boolean; readonly kept: boolean },
): Snapshot | undefined {
  const completed = valueAt(stats, "latest", "completed");
  // A running job discards a checkpoint a moment before it reports the next one.
  const dropped = hasEnded({ state }) && valueAt(completed, "discarded") === true;
  const gone = state === "CANCELED" ? !kept : state === "FAILED" ? !external : state === "FINISHED";
  return gone || dropped ? undefined : snapshotOf(completed);
}

function snapshotOf(json: Value | undefined): Snapshot | undefined {
  const path = stringAt(json, "external_path");
  // Without a checkpoint folder they are kept in memory, and the path is a remark in angle brackets.
  if (path === undefined || path.startsWith("<")) return undefined;
  return { path, at: numberAt(json, "trigger_timestamp"), savepoint: valueAt(json, "is_savepoint") === true };
}

function later(one: Snapshot | undefined, other: Snapshot | undefined): Snapshot | undefined {
  if (!one || !other) return one ?? other;
  return one.at > other.at ? one : other;
}

function parseJson(text: string | undefined): Value | undefined {
  try {
    // What JSON.parse returns is a Value by construction.
    return text === undefined ? undefined : (JSON.parse(text) as Value);
  } catch {
    return undefined;
  }
}

/** The value of one metric. */
export function parseMetric(json: Value, name: string): number | undefined {
  const found = isList(json) ? json.find((metric) => stringAt(metric, "id") === name) : undefined;
  const number = Number(stringAt(found, "value"));
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** The innermost causes of a job's last failures, the newest first. */
export function parseProblems(json: Value): string[] {
  const traces = listAt(json, "exceptionHistory", "entries").map((entry) => stringAt(entry, "stacktrace") ?? "");
  return [...new Set(traces.flatMap((trace) => rootCause(trace) ?? []))];
}

/**
 * The newest complete snapshot folder of jobs whose ids have this prefix. Checkpoints are in a folder named by the whole id,
 * savepoints have its first six digits in their name.
 */
export function newestFolder(objects: readonly S3Object[], idPrefix: string): string | undefined {
  const checkpoint = `${idPrefix}[0-9a-f]*/chk-\\d+`;
  const savepoint = `savepoint-${idPrefix.slice(0, 6)}-[0-9a-f]+`;
  const complete = new RegExp(`^((?:.*/)?(?:${checkpoint}|${savepoint}))/_metadata$`);
  const folders = objects.flatMap(({ key, at }) => {
    const folder = complete.exec(key)?.[1];
    return folder === undefined ? [] : [{ folder, at }];
  });
  return folders.sort((a, b) => b.at - a.at)[0]?.folder;
}

/** The reason in an error answer: the innermost cause if it is a stack trace. */
export function reasonOf(json: Value | undefined, content: string): string {
  const errors = listAt(json, "errors").filter((error) => typeof error === "string");
  const text = errors.length > 0 ? errors.join("\n") : content;
  return rootCause(text) ?? (text.split("\n")[0] ?? "").slice(0, 500);
}

/** The innermost "Caused by" of a Java stack trace, or its first line; without the package of the exception class. */
export function rootCause(trace: string): string | undefined {
  const lines = trace.split("\n").map((line) => line.trim());
  const causes = lines.filter((line) => line.startsWith("Caused by: "));
  const cause =
    causes.at(-1)?.slice("Caused by: ".length) ?? lines.find((line) => /^[\w.$]+(Exception|Error)\b/.test(line));
  return cause?.replace(/^(?:java\.util\.concurrent\.CompletionException: )?(?:[\w$]+\.)+(?=[A-Z])/, "").slice(0, 500);
}
