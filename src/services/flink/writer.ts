import type { Outcome } from "../../errors/fault.ts";
import type { Clock } from "../clock.ts";
import type { HttpClient } from "../http/http.ts";
import { joinUrl } from "../http/url.ts";
import { stringAt } from "../json-fields.ts";
import { mapOutcome, withoutValue } from "../outcome.ts";
import { accepted, type FlinkHttp } from "./http.ts";
import type { FlinkReader, FlinkRun, FlinkStart, FlinkWriter } from "./model.ts";
import { parsePlan, RUN } from "./responses.ts";
import { type Upload, uploadFile } from "./upload.ts";
import { awaitEnd, stopJob, watchJob } from "./wait.ts";

type Writes = Omit<FlinkWriter, keyof FlinkReader>;

interface Cluster {
  readonly http: FlinkHttp;
  readonly client: HttpClient;
  readonly url: string;
  readonly reader: FlinkReader;
  readonly clock: Clock;
}

/** The writing half of the client, without the methods of the reading half. */
export function writerOf({ http, client, url, reader, clock }: Cluster): Writes {
  return {
    upload: (name, content, seconds) => uploadJar({ client, url }, { field: "jarfile", name, content }, seconds),
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

/** Returns the uploaded jar's id, which Flink reports as the end of a path. */
async function uploadJar(
  { client, url }: Pick<Cluster, "client" | "url">,
  upload: Upload,
  seconds: number,
): Promise<Outcome<string>> {
  const reply = await uploadFile(client.writer, { url: joinUrl(url, "jars/upload"), seconds }, upload);
  const json = accepted(`take the jar ${upload.content.label}`, reply);
  return mapOutcome(json, (value) => (stringAt(value, "filename") ?? "").split("/").at(-1) ?? "");
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
