import { good, type Outcome } from "../../errors/fault.ts";
import type { Clock } from "../clock.ts";
import { numberAt } from "../json-fields.ts";
import { mapOutcome } from "../outcome.ts";
import type { FlinkHttp } from "./http.ts";
import type { FlinkJob, FlinkJobDetail, FlinkReader } from "./model.ts";
import { parseProblems } from "./reason.ts";
import { parseJars, parseJobs, parseMetric, parseOverview, parseRun, parseSlots } from "./responses.ts";
import { parseCheckpoints } from "./snapshots.ts";
import { hasEnded } from "./state.ts";
import { awaitFresh } from "./wait.ts";

/** The reading half of the client; `find` searches the snapshot store. */
export function readerOf(http: FlinkHttp, find: FlinkReader["find"], clock: Clock): FlinkReader {
  const jobs = async () => mapOutcome(await http.get("list its jobs", "jobs/overview"), parseJobs);
  return {
    overview: async () => mapOutcome(await http.get("describe the cluster", "overview"), parseOverview),
    jobs,
    job: (job) => describe(http, job, clock),
    jars: async () => mapOutcome(await http.get("list its jars", "jars"), parseJars),
    restarts: async (id) => {
      const json = await http.find(`read the metrics of job ${id}`, `jobs/${id}/metrics?get=numRestarts`);
      return mapOutcome(json, (metrics) => (metrics === undefined ? undefined : parseMetric(metrics, "numRestarts")));
    },
    find,
    problem: async (id) => {
      const json = await http.get(`report the failures of job ${id}`, `jobs/${id}/exceptions?maxExceptions=3`);
      return json.ok ? parseProblems(json.value) : [json.faults[0].message];
    },
  };
}

async function describe(http: FlinkHttp, job: FlinkJob, clock: Clock): Promise<Outcome<FlinkJobDetail>> {
  const what = `describe job ${job.id}`;
  const detail = await http.get(what, `jobs/${job.id}`);
  if (!detail.ok) return detail;
  if (hasEnded(job)) {
    const fresh = await awaitFresh(http, numberAt(detail.value, "now") - job.ended, clock);
    if (!fresh.ok) return fresh;
  }
  const config = await http.find(what, `jobs/${job.id}/config`);
  if (!config.ok) return config;
  const stats = await http.find(what, `jobs/${job.id}/checkpoints`);
  if (!stats.ok) return stats;
  const settings = await http.find(what, `jobs/${job.id}/checkpoints/config`);
  if (!settings.ok) return settings;
  return good({
    ...job,
    slots: parseSlots(detail.value),
    run: config.value === undefined ? undefined : parseRun(config.value),
    checkpoints: parseCheckpoints(job.state, stats.value, settings.value),
  });
}
