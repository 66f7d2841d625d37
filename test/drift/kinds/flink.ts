import { setTimeout as sleep } from "node:timers/promises";
import type { Drift, Kind } from "../drift.ts";
import type { Bed } from "../run/bed.ts";
import { MAIN } from "./targets.ts";

const PAGE = 8081;

interface Jobs {
  readonly jobs: readonly { readonly id: string; readonly status: string }[];
}

/** The ids of the jobs that run, cut to what depends on the jar and the arguments. */
async function look(bed: Bed): Promise<string> {
  return (await running(bed)).map((id) => id.slice(0, 20)).join(" ");
}

async function running(bed: Bed): Promise<string[]> {
  const reply = await fetch(`${bed.url(PAGE)}/jobs`);
  // Flink documents the answer.
  const { jobs } = (await reply.json()) as Jobs;
  return jobs.filter(({ status }) => !["FINISHED", "CANCELED", "FAILED"].includes(status)).map(({ id }) => id);
}

/** A request to the JobManager, which listens only on the server's loopback address. */
function send(bed: Bed, method: string, path: string, body?: unknown): Promise<string> {
  const program = `const [method, path, body] = process.argv.slice(1);
const headers = { "content-type": "application/json" };
fetch("http://127.0.0.1:8085" + path, { method, headers, ...(body && { body }) })
  .then(async (reply) => { console.log(await reply.text()); process.exitCode = reply.ok ? 0 : 1; });`;
  const words = [program, method, path, ...(body === undefined ? [] : [JSON.stringify(body)])];
  const quoted = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  return bed.on(MAIN, `docker exec sensor-pipeline-flink_page-1 node -e ${quoted}`);
}

async function cancel(bed: Bed): Promise<void> {
  for (const id of await running(bed)) await send(bed, "PATCH", `/jobs/${id}?mode=cancel`);
  while ((await running(bed)).length > 0) await sleep(300);
}

interface Run {
  readonly jar: string;
  readonly args: readonly string[];
  readonly parallelism: number;
}

/** With its state, as somebody does who knows Flink, so that no record is lost. */
async function runWithOtherArguments(bed: Bed): Promise<void> {
  const [id = ""] = await running(bed);
  const answer = JSON.parse(await send(bed, "GET", `/jobs/${id}/config`)) as {
    "execution-config": { "user-config": { "provision.run": string } };
  };
  const { jar, args, parallelism } = JSON.parse(answer["execution-config"]["user-config"]["provision.run"]) as Run;
  const savepointPath = await stopWithSavepoint(bed, id);
  const { files } = JSON.parse(await send(bed, "GET", "/jars")) as { files: readonly { id: string; name: string }[] };
  const uploaded = files.find(({ name }) => name === jar);
  const programArgsList = args.map((value, index) => (args[index - 1] === "--idle-seconds" ? "31" : value));
  const order = { parallelism, programArgsList, savepointPath };
  await send(bed, "POST", `/jars/${encodeURIComponent(uploaded?.id ?? "")}/run`, order);
}

async function stopWithSavepoint(bed: Bed, id: string): Promise<string> {
  const trigger = JSON.parse(await send(bed, "POST", `/jobs/${id}/stop`, { drain: false })) as { "request-id": string };
  for (;;) {
    const state = await send(bed, "GET", `/jobs/${id}/savepoints/${trigger["request-id"]}`);
    const { operation } = JSON.parse(state) as { operation: { location?: string } | null };
    if (operation?.location !== undefined) return operation.location;
    if (operation) throw new Error(`The job cannot be stopped: ${state}`);
    await sleep(300);
  }
}

const ofJob = (what: string, apply: (bed: Bed) => Promise<void>): Kind["draw"] => {
  return (): Drift => ({ what, areas: ["flink job"], apply, look });
};

export const FLINK_KINDS: readonly Kind[] = [
  { name: "job-cancelled", apart: true, draw: ofJob("the job cancelled", cancel) },
  { name: "job-other-arguments", apart: true, draw: ofJob("the job run with other arguments", runWithOtherArguments) },
];
