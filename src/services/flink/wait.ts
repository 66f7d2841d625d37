import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { Value } from "../../model/value.ts";
import type { Clock } from "../clock.ts";
import { numberAt, stringAt } from "../json-fields.ts";
import { mapOutcome } from "../outcome.ts";
import { poll, type Polling } from "../poll.ts";
import type { FlinkHttp } from "./http.ts";
import type { FlinkJobDetail, FlinkReader } from "./model.ts";
import { rootCause } from "./reason.ts";
import { hasEnded } from "./state.ts";

/** The longest wait for Flink's cached answers to be refreshed, and the time that a refresh may take. */
const MAX_REFRESH_MS = 30_000;
const MARGIN_MS = 500;

/** Waits until Flink has refreshed its cache since a job ended: until then its answers describe the job as it was before. */
export async function awaitFresh(http: FlinkHttp, sinceEnd: number, clock: Clock): Promise<Outcome<void>> {
  if (sinceEnd > MAX_REFRESH_MS) return good(undefined);
  const config = await http.get("describe the cluster", "config");
  if (!config.ok) return config;
  const left = Math.min(numberAt(config.value, "refresh-interval"), MAX_REFRESH_MS) + MARGIN_MS - sinceEnd;
  if (left > 0) await clock.sleep(left);
  return good(undefined);
}

/** Stops a job with a savepoint and returns the savepoint's path as soon as it is complete; the job may end a little later. */
export async function stopJob(
  http: FlinkHttp,
  { id, folder }: { readonly id: string; readonly folder: string | undefined },
  polling: Polling,
): Promise<Outcome<string>> {
  const what = `stop job ${id} with a savepoint`;
  const body = { drain: false, ...(folder !== undefined && { targetDirectory: folder }) };
  const sent = await http.send(what, "POST", `jobs/${id}/stop`, body);
  if (!sent.ok) return sent;
  const path = `jobs/${id}/savepoints/${stringAt(sent.value, "request-id") ?? ""}`;
  const isComplete = (json: Value) => stringAt(json, "status", "id") === "COMPLETED";
  const polled = await poll(() => http.get(what, path), isComplete, polling);
  if (!polled.ok) return polled;
  if (polled.value.done) return savepointIn(polled.value.value, what);
  return bad(flinkFault("services/flink-refused", { what, reason: `no savepoint within ${polling.seconds} s` }));
}

/** The path in a complete operation, which may also have failed. */
function savepointIn(json: Value, what: string): Outcome<string> {
  const location = stringAt(json, "operation", "location");
  if (location !== undefined) return good(location);
  const trace = stringAt(json, "operation", "failure-cause", "stack-trace") ?? "";
  return bad(flinkFault("services/flink-refused", { what, reason: rootCause(trace) ?? "it gives no reason" }));
}

/** Waits until a job has ended, by the list of jobs alone: Flink does not cache that. */
export async function awaitEnd(reader: FlinkReader, id: string, polling: Polling): Promise<Outcome<void>> {
  const polled = await poll(
    () => reader.jobs(),
    (jobs) => jobs.every((job) => job.id !== id || hasEnded(job)),
    polling,
  );
  if (!polled.ok) return polled;
  return polled.value.done
    ? good(undefined)
    : bad(flinkFault("services/flink-not-ended", { id, seconds: polling.seconds }));
}

/** Describes a job until `isDone` accepts it or time is up; returns the last description either way. */
export async function watchJob(
  reader: FlinkReader,
  { id, isDone }: { readonly id: string; readonly isDone: (job: FlinkJobDetail) => boolean },
  polling: Polling,
): Promise<Outcome<FlinkJobDetail>> {
  const describe = async (): Promise<Outcome<FlinkJobDetail>> => {
    const jobs = await reader.jobs();
    if (!jobs.ok) return jobs;
    const job = jobs.value.find((one) => one.id === id);
    return job ? reader.job(job) : bad(flinkFault("services/flink-gone", { id }));
  };
  return mapOutcome(await poll(describe, isDone, polling), ({ value }) => value);
}
