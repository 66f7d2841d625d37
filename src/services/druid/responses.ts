import { isList, isMap, type Value } from "../../model/value.ts";
import type { SupervisorStatus } from "./model.ts";
import { listAt, numberAt, stringAt, valueAt } from "../json-fields.ts";

export function parseStatus(json: Value): SupervisorStatus {
  const now = Date.parse(stringAt(json, "generationTime") ?? "");
  const payload = valueAt(json, "payload");
  const active = listAt(payload, "activeTasks");
  const seconds = active.map((task) => (now - Date.parse(stringAt(task, "startTime") ?? "")) / 1000);
  return {
    state: stringAt(payload, "state") ?? "",
    detailed: stringAt(payload, "detailedState") ?? "",
    healthy: valueAt(payload, "healthy") === true,
    suspended: valueAt(payload, "suspended") === true,
    active: active.length,
    steady: Math.max(0, ...seconds.filter(Number.isFinite)),
    publishing: listAt(payload, "publishingTasks").length,
    offsets: Object.assign({}, ...active.map(offsetsOf)) as Record<string, number>,
    lag: numberAt(payload, "aggregateLag"),
    counted: valueAt(payload, "latestOffsets") !== undefined,
    errors: listAt(payload, "recentErrors")
      .flatMap((error) => stringAt(error, "exceptionMessage") ?? stringAt(error, "message") ?? [])
      .reverse(),
  };
}

/** The current offsets of a task; its starting offsets until it reports current ones. */
function offsetsOf(task: Value): Record<string, number> {
  const entries = ["startingOffsets", "currentOffsets"].flatMap((name) => {
    const offsets = valueAt(task, name);
    return offsets !== undefined && isMap(offsets) ? Object.entries(offsets) : [];
  });
  return Object.fromEntries(entries.flatMap(([id, offset]) => (typeof offset === "number" ? [[id, offset]] : [])));
}

/** Why the last completed task failed, from a list with the newest task first. */
export function parseFailure(json: Value): string | undefined {
  const tasks = Array.isArray(json) ? (json as readonly Value[]) : [];
  const newest = tasks.find((task) => /^index_kafka\b/.test(stringAt(task, "type") ?? ""));
  if (stringAt(newest, "statusCode") !== "FAILED") return undefined;
  return `task ${stringAt(newest, "id") ?? ""} failed: ${stringAt(newest, "errorMsg") ?? "it gives no reason"}`;
}

/** The ids of the overlord's running tasks that are on this worker. */
export function tasksAt(json: Value, worker: string): string[] {
  const { hostname, port } = new URL(worker);
  return taskIds(
    listOf(json).filter(
      (task) => stringAt(task, "location", "host") === hostname && numberAt(task, "location", "port") === Number(port),
    ),
  );
}

/** The ids in a list of tasks. */
export function taskIds(json: Value): string[] {
  return listOf(json).flatMap((task) => stringAt(task, "id") ?? []);
}

/** The URLs in the overlord's list of workers. */
export function workerUrls(json: Value): string[] {
  return listOf(json).flatMap((entry) => {
    const host = stringAt(entry, "worker", "host");
    return host === undefined ? [] : `${stringAt(entry, "worker", "scheme") ?? "http"}://${host}`;
  });
}

function listOf(json: Value): readonly Value[] {
  return isList(json) ? json : [];
}

/** The reason in an error answer, in any of the forms that Druid uses. */
export function refusalReason(json: Value | undefined, content: string): string {
  const reason = stringAt(json, "errorMessage") ?? stringAt(json, "error") ?? content.trim();
  return reason.slice(0, 1000);
}
