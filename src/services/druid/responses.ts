import { isMap, type Value } from "../../model/value.ts";
import type { SupervisorStatus } from "./model.ts";
import { listAt, numberAt, textAt, valueAt } from "../json-fields.ts";

export function parseStatus(json: Value): SupervisorStatus {
  const now = Date.parse(textAt(json, "generationTime") ?? "");
  const payload = valueAt(json, "payload");
  const active = listAt(payload, "activeTasks");
  const seconds = active.map((task) => (now - Date.parse(textAt(task, "startTime") ?? "")) / 1000);
  return {
    state: textAt(payload, "state") ?? "",
    detailed: textAt(payload, "detailedState") ?? "",
    healthy: valueAt(payload, "healthy") === true,
    suspended: valueAt(payload, "suspended") === true,
    active: active.length,
    steady: Math.max(0, ...seconds.filter(Number.isFinite)),
    publishing: listAt(payload, "publishingTasks").length,
    offsets: Object.assign({}, ...active.map(offsetsOf)) as Record<string, number>,
    lag: numberAt(payload, "aggregateLag"),
    counted: valueAt(payload, "latestOffsets") !== undefined,
    errors: listAt(payload, "recentErrors")
      .flatMap((error) => textAt(error, "exceptionMessage") ?? textAt(error, "message") ?? [])
      .reverse(),
  };
}

/** Where a task has come to; until it has said so, where it was told to begin. */
function offsetsOf(task: Value): Record<string, number> {
  const entries = ["startingOffsets", "currentOffsets"].flatMap((name) => {
    const offsets = valueAt(task, name);
    return offsets !== undefined && isMap(offsets) ? Object.entries(offsets) : [];
  });
  return Object.fromEntries(entries.flatMap(([id, offset]) => (typeof offset === "number" ? [[id, offset]] : [])));
}

/** What the newest of the tasks that have ended fell over, of a list with the newest first. */
export function parseFailure(json: Value): string | undefined {
  const tasks = Array.isArray(json) ? (json as readonly Value[]) : [];
  const newest = tasks.find((task) => /^index_kafka\b/.test(textAt(task, "type") ?? ""));
  if (textAt(newest, "statusCode") !== "FAILED") return undefined;
  return `task ${textAt(newest, "id") ?? ""} failed: ${textAt(newest, "errorMsg") ?? "it says no reason"}`;
}

/** Ids of those of the overlord's running tasks that it says to be at this worker. */
export function tasksAt(json: Value, worker: string): string[] {
  const { hostname, port } = new URL(worker);
  const tasks = Array.isArray(json) ? (json as readonly Value[]) : [];
  return tasks
    .filter(
      (task) => textAt(task, "location", "host") === hostname && numberAt(task, "location", "port") === Number(port),
    )
    .flatMap((task) => textAt(task, "id") ?? []);
}

/** What a refusal says, whichever of its forms Druid chose. */
export function refusalOf(json: Value | undefined, content: string): string {
  const said = textAt(json, "errorMessage") ?? textAt(json, "error") ?? content.trim();
  return said.slice(0, 1000);
}
