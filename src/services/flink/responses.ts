import { parseJson } from "../../model/parse-json.ts";
import { isList, type Value } from "../../model/value.ts";
import { listAt, numberAt, stringAt, valueAt } from "../json-fields.ts";
import type { FlinkJar, FlinkJob, FlinkOverview, FlinkPlan, FlinkRun } from "./model.ts";

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
  const parsed = parseJson(stringAt(json, "execution-config", "user-config", RUN) ?? "");
  const kept = parsed.ok ? parsed.value : undefined;
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

/** The value of one metric. */
export function parseMetric(json: Value, name: string): number | undefined {
  const found = isList(json) ? json.find((metric) => stringAt(metric, "id") === name) : undefined;
  const number = Number(stringAt(found, "value"));
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}
