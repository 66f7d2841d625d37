import { setTimeout as sleep } from "node:timers/promises";
import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Value } from "../../model/value.ts";
import type { FlinkHttp } from "./http.ts";
import type { FlinkJobDetail, FlinkReader } from "./model.ts";
import { rootCause } from "./responses.ts";
import { hasEnded } from "./state.ts";
import { numberAt, textAt } from "../json-fields.ts";

const POLL_MS = 1000;
/** The most that is waited for Flink's copies of what it knows to be fresh, and the time that making one may take. */
const MAX_REFRESH_MS = 30_000;
const MARGIN_MS = 500;

/** Flink answers from a copy that may be as old as its refresh interval: of a job just ended it would tell of before. */
export async function awaitFresh(http: FlinkHttp, sinceEnd: number): Promise<Outcome<void>> {
  if (sinceEnd > MAX_REFRESH_MS) return good(undefined);
  const config = await http.get("describe the cluster", "config");
  if (!config.ok) return config;
  const left = Math.min(numberAt(config.value, "refresh-interval"), MAX_REFRESH_MS) + MARGIN_MS - sinceEnd;
  if (left > 0) await sleep(left);
  return good(undefined);
}

/** Has a job stopped with a savepoint, and gives its place: once that is there, the job ends. */
export async function stopJob(
  http: FlinkHttp,
  id: string,
  folder: string | undefined,
  seconds: number,
): Promise<Outcome<string>> {
  const what = `stop job ${id} with a savepoint`;
  const body = { drain: false, ...(folder !== undefined && { targetDirectory: folder }) };
  const sent = await http.send(what, "POST", `jobs/${id}/stop`, body);
  if (!sent.ok) return sent;
  const path = `jobs/${id}/savepoints/${textAt(sent.value, "request-id") ?? ""}`;
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await http.get(what, path);
    if (!seen.ok) return seen;
    if (textAt(seen.value, "status", "id") === "COMPLETED") return savepointOf(what, seen.value);
    if (Date.now() >= deadline) {
      return bad(flinkFault("services/flink-refused", { what, reason: `no savepoint within ${seconds} s` }));
    }
    await sleep(POLL_MS);
  }
}

/** The operation has come to its end, which may also be a failure. */
function savepointOf(what: string, json: Value): Outcome<string> {
  const location = textAt(json, "operation", "location");
  if (location !== undefined) return good(location);
  const trace = textAt(json, "operation", "failure-cause", "stack-trace") ?? "";
  return bad(flinkFault("services/flink-refused", { what, reason: rootCause(trace) ?? "it says no reason" }));
}

/** Waits until a job has ended, by the list of jobs alone, which is always fresh. */
export async function awaitEnd(reader: FlinkReader, id: string, seconds: number): Promise<Outcome<void>> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const jobs = await reader.jobs();
    if (!jobs.ok) return jobs;
    if (jobs.value.every((job) => job.id !== id || hasEnded(job))) return good(undefined);
    if (Date.now() >= deadline) return bad(flinkFault("services/flink-not-ended", { id, seconds }));
    await sleep(POLL_MS);
  }
}

/** Looks at a job until it is as wanted; what was seen last is given in any case. */
export async function watchJob(
  reader: FlinkReader,
  id: string,
  done: (job: FlinkJobDetail) => boolean,
  seconds: number,
): Promise<Outcome<FlinkJobDetail>> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const jobs = await reader.jobs();
    if (!jobs.ok) return jobs;
    const job = jobs.value.find((one) => one.id === id);
    if (!job) return bad(flinkFault("services/flink-gone", { id }));
    const detail = await reader.job(job);
    if (!detail.ok || done(detail.value) || Date.now() >= deadline) return detail;
    await sleep(POLL_MS);
  }
}
