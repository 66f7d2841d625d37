import { good, type Outcome } from "../../errors/fault.ts";
import type { Dial, Service } from "../../module/contract.ts";
import { accepted, flinkHttp, type FlinkHttp, joined } from "./http.ts";
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
import { numberAt, textAt } from "../json-fields.ts";
import { s3Service } from "../s3/s3.ts";

/** A Flink session cluster through its JobManager's REST. */
export const flinkService: Service<FlinkTarget, FlinkReader, FlinkWriter> = {
  name: "flink",
  open: (dial, { url, store }) => {
    const http = flinkHttp(dial, url);
    const reader = readerOf(http, (idPrefix) => findSnapshot(dial, store, idPrefix));
    return {
      reader,
      writer: { ...reader, ...writerOf(http, reader, dial, url) },
      close: () => Promise.resolve(),
    };
  },
};

function readerOf(http: FlinkHttp, find: FlinkReader["find"]): FlinkReader {
  const jobs = async () => mapped(await http.get("list its jobs", "jobs/overview"), parseJobs);
  return {
    overview: async () => mapped(await http.get("describe the cluster", "overview"), parseOverview),
    jobs,
    job: (job) => describe(http, job),
    jars: async () => mapped(await http.get("list its jars", "jars"), parseJars),
    restarts: async (id) => {
      const json = await http.find(`read the metrics of job ${id}`, `jobs/${id}/metrics?get=numRestarts`);
      return mapped(json, (metrics) => (metrics === undefined ? undefined : parseMetric(metrics, "numRestarts")));
    },
    find,
    problem: async (id) => {
      const json = await http.get(`tell what job ${id} fell over`, `jobs/${id}/exceptions?maxExceptions=3`);
      return json.ok ? parseProblems(json.value) : [json.faults[0].message];
    },
  };
}

async function describe(http: FlinkHttp, job: FlinkJob): Promise<Outcome<FlinkJobDetail>> {
  const what = `describe job ${job.id}`;
  const detail = await http.get(what, `jobs/${job.id}`);
  if (!detail.ok) return detail;
  if (hasEnded(job)) {
    const fresh = await awaitFresh(http, numberAt(detail.value, "now") - job.ended);
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

async function findSnapshot(
  dial: Dial,
  store: FlinkTarget["store"],
  idPrefix: string,
): Promise<Outcome<string | undefined>> {
  if (!store) return good(undefined);
  const { bucket, prefix, ...target } = store;
  const objects = await s3Service.open(dial, target).reader.list(bucket, prefix);
  return mapped(objects, (listed) => {
    const folder = newestFolder(listed, idPrefix);
    return folder === undefined ? undefined : `s3://${bucket}/${folder}`;
  });
}

type Writes = Omit<FlinkWriter, keyof FlinkReader>;

function writerOf(http: FlinkHttp, reader: FlinkReader, dial: Dial, url: string): Writes {
  return {
    upload: async (name, content, seconds) => {
      const file = { field: "jarfile", name, content };
      const reply = await uploadFile(dial, joined(url, "jars/upload"), file, seconds);
      const what = `take the jar ${content.label}`;
      return mapped(accepted(what, reply), (json) => (textAt(json, "filename") ?? "").split("/").at(-1) ?? "");
    },
    deleteJar: async (id) => done(await http.send(`delete the jar ${id}`, "DELETE", `jars/${encodeURIComponent(id)}`)),
    plan: async (jarId, run) => {
      const path = `jars/${encodeURIComponent(jarId)}/plan`;
      return mapped(await http.send("make the job's plan", "POST", path, bodyOf(run)), parsePlan);
    },
    start: async (jarId, start) => {
      const path = `jars/${encodeURIComponent(jarId)}/run`;
      return done(await http.send("start the job", "POST", path, startBody(start)));
    },
    stop: async (id, folder, seconds) => {
      const savepoint = await stopJob(http, id, folder, seconds);
      if (!savepoint.ok) return savepoint;
      const ended = await awaitEnd(reader, id, seconds);
      return ended.ok ? savepoint : ended;
    },
    cancel: async (id, seconds) => {
      const sent = await http.send(`cancel job ${id}`, "PATCH", `jobs/${id}?mode=cancel`);
      return sent.ok ? awaitEnd(reader, id, seconds) : sent;
    },
    watch: (id, done, seconds) => watchJob(reader, id, done, seconds),
    newId: (digest) => `${digest.slice(0, 20)}${Date.now().toString(16).padStart(12, "0")}`,
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
  // A map in Flink's configuration is YAML, and JSON is that, too.
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

function mapped<T, U>(outcome: Outcome<T>, map: (value: T) => U): Outcome<U> {
  return outcome.ok ? good(map(outcome.value)) : outcome;
}

function done(outcome: Outcome<unknown>): Outcome<void> {
  return mapped(outcome, () => undefined);
}
