import { good, type Outcome } from "../../errors/fault.ts";
import type { Client, Dial, Service } from "../../module/contract.ts";
import { type Clock, systemClock } from "../clock.ts";
import { type HttpClient, httpService } from "../http/http.ts";
import { joinUrl } from "../http/url.ts";
import { numberAt, stringAt } from "../json-fields.ts";
import { mapOutcome, withoutValue } from "../outcome.ts";
import { s3Service } from "../s3/s3.ts";
import { accepted, flinkHttp, type FlinkHttp } from "./http.ts";
import type { FlinkJob, FlinkJobDetail, FlinkReader, FlinkRun, FlinkStart, FlinkTarget, FlinkWriter } from "./model.ts";
import {
  newestFolder,
  parseCheckpoints,
  parseJars,
  parseJobs,
  parseMetric,
  parseOverview,
  parsePlan,
  parseProblems,
  parseRun,
  parseSlots,
  RUN,
} from "./responses.ts";
import { hasEnded } from "./state.ts";
import { uploadFile } from "./upload.ts";
import { awaitEnd, awaitFresh, stopJob, watchJob } from "./wait.ts";

/** A Flink session cluster, through its JobManager's REST API. */
export const flinkService: Service<FlinkTarget, FlinkReader, FlinkWriter> = {
  name: "flink",
  open: (dial, target) => openFlink(dial, target, systemClock),
};

/** The same with the clock as a parameter. */
export function openFlink(dial: Dial, { url, store }: FlinkTarget, clock: Clock): Client<FlinkReader, FlinkWriter> {
  const client = httpService.open(dial, {});
  const http = flinkHttp(client, url);
  const snapshots = openStore(dial, store);
  const reader = readerOf(http, snapshots.find, clock);
  return {
    reader,
    writer: { ...reader, ...writerOf({ http, client, url, reader, clock }) },
    close: async () => {
      await Promise.all([client.close(), snapshots.close()]);
    },
  };
}

function readerOf(http: FlinkHttp, find: FlinkReader["find"], clock: Clock): FlinkReader {
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

interface SnapshotStore {
  readonly find: FlinkReader["find"];
  close(): Promise<void>;
}

/** The bucket where Flink keeps its checkpoints; without one nothing is found. */
function openStore(dial: Dial, store: FlinkTarget["store"]): SnapshotStore {
  if (!store) return { find: () => Promise.resolve(good(undefined)), close: () => Promise.resolve() };
  const { bucket, prefix, ...target } = store;
  const s3 = s3Service.open(dial, target);
  const find = async (idPrefix: string) =>
    mapOutcome(await s3.reader.list(bucket, prefix), (objects) => {
      const folder = newestFolder(objects, idPrefix);
      return folder === undefined ? undefined : `s3://${bucket}/${folder}`;
    });
  return { find, close: () => s3.close() };
}

type Writes = Omit<FlinkWriter, keyof FlinkReader>;

interface Cluster {
  readonly http: FlinkHttp;
  readonly client: HttpClient;
  readonly url: string;
  readonly reader: FlinkReader;
  readonly clock: Clock;
}

function writerOf({ http, client, url, reader, clock }: Cluster): Writes {
  return {
    upload: async (name, content, seconds) => {
      const upload = { field: "jarfile", name, content };
      const reply = await uploadFile(client.writer, { url: joinUrl(url, "jars/upload"), seconds }, upload);
      const what = `take the jar ${content.label}`;
      return mapOutcome(accepted(what, reply), (json) => (stringAt(json, "filename") ?? "").split("/").at(-1) ?? "");
    },
    deleteJar: async (id) =>
      withoutValue(await http.send(`delete the jar ${id}`, "DELETE", `jars/${encodeURIComponent(id)}`)),
    plan: async (jarId, run) => {
      const path = `jars/${encodeURIComponent(jarId)}/plan`;
      return mapOutcome(await http.send("make the job's plan", "POST", path, bodyOf(run)), parsePlan);
    },
    start: async (jarId, start) => {
      const path = `jars/${encodeURIComponent(jarId)}/run`;
      return withoutValue(await http.send("start the job", "POST", path, startBody(start)));
    },
    stop: async (id, folder, seconds) => {
      const savepoint = await stopJob(http, { id, folder }, { seconds, clock });
      if (!savepoint.ok) return savepoint;
      const ended = await awaitEnd(reader, id, { seconds, clock });
      return ended.ok ? savepoint : ended;
    },
    cancel: async (id, seconds) => {
      const sent = await http.send(`cancel job ${id}`, "PATCH", `jobs/${id}?mode=cancel`);
      return sent.ok ? awaitEnd(reader, id, { seconds, clock }) : sent;
    },
    watch: (id, isDone, seconds) => watchJob(reader, { id, isDone }, { seconds, clock }),
    newId: (digest) => `${digest.slice(0, 20)}${clock.now().toString(16).padStart(12, "0")}`,
  };
}

function bodyOf({ entryClass, args, parallelism }: FlinkRun): Record<string, unknown> {
  return {
    programArgsList: args,
    ...(entryClass !== undefined && { entryClass }),
    ...(parallelism !== undefined && { parallelism }),
  };
}

function startBody({ id, run, from }: FlinkStart): Record<string, unknown> {
  // A map in Flink's configuration is YAML, and JSON is valid YAML.
  const parameters = JSON.stringify({ [RUN]: JSON.stringify(run) });
  return {
    ...bodyOf(run),
    jobId: id,
    flinkConfiguration: { "pipeline.global-job-parameters": parameters },
    ...(from !== undefined && {
      savepointPath: from,
      allowNonRestoredState: run.allowNonRestoredState === true,
      claimMode: "NO_CLAIM",
    }),
  };
}
