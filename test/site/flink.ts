import type { Lab } from "../../lab/api.ts";
import { inside } from "./harness.ts";
import { flinkOf } from "./topics.ts";

export interface Job {
  readonly id: string;
  readonly state: string;
  /** The number of subtasks of each vertex. */
  readonly parallelism: readonly number[];
  readonly vertices: readonly string[];
}

interface Checkpoints {
  readonly latest: {
    readonly completed: { readonly id: number } | null;
    readonly restored: {
      readonly id: number;
      readonly restore_timestamp: number;
      readonly is_savepoint: boolean;
    } | null;
  };
}

/** The response of Flink's REST API; undefined if it does not respond or the resource does not exist. */
export async function ask<T>(lab: Lab, path: string): Promise<T | undefined> {
  try {
    const reply = await fetch(`${flinkOf(lab)}${path}`);
    // Flink's REST API documents the type.
    return reply.ok ? ((await reply.json()) as T) : undefined;
  } catch {
    return undefined;
  }
}

/** Sends a request that changes something to the REST API on main's loopback address, and returns the body of the response. */
export function change(lab: Lab, method: "PATCH" | "POST", path: string, body = ""): Promise<string> {
  const program =
    "const [method, path, body] = process.argv.slice(1); const headers = { 'content-type': 'application/json' };" +
    " fetch('http://127.0.0.1:8085' + path, { method, headers, ...(body && { body }) })" +
    ".then(async (reply) => { console.log(await reply.text()); process.exitCode = reply.ok ? 0 : 1; });";
  const words = [method, path, body].map((word) => `'${word}'`).join(" ");
  return inside(lab, "server1", `docker run --rm --network host node:20.19.2-slim node -e "${program}" ${words}`);
}

/** The only job that has not ended; throws unless there is exactly one. */
export async function runningJob(lab: Lab): Promise<Job> {
  const list = await ask<{ jobs: { id: string; status: string }[] }>(lab, "/jobs");
  const [only, ...others] = (list?.jobs ?? []).filter(
    ({ status }) => !["FINISHED", "CANCELED", "FAILED"].includes(status),
  );
  if (!only || others.length > 0) throw new Error(`expected exactly one running job: ${JSON.stringify(list)}`);
  return jobAt(lab, only.id);
}

export async function jobAt(lab: Lab, id: string): Promise<Job> {
  const found = await ask<{ state: string; vertices: { id: string; parallelism: number }[] }>(lab, `/jobs/${id}`);
  const { state, vertices } = found ?? { state: "unknown", vertices: [] };
  return {
    id,
    state,
    parallelism: vertices.map((vertex) => vertex.parallelism),
    vertices: vertices.map((vertex) => vertex.id),
  };
}

export async function checkpoints(lab: Lab, id: string): Promise<Checkpoints["latest"] | undefined> {
  return (await ask<Checkpoints>(lab, `/jobs/${id}/checkpoints`))?.latest;
}

/** The servers whose TaskManagers run the job, by the address or name that Flink reports. */
export async function workersOf(lab: Lab, { id, vertices }: Job): Promise<string[]> {
  const [first = ""] = vertices;
  const path = `/jobs/${id}/vertices/${first}/taskmanagers`;
  const found = await ask<{ taskmanagers: { endpoint?: string; host?: string }[] }>(lab, path);
  return (found?.taskmanagers ?? []).map(({ endpoint, host }) => (endpoint ?? host ?? "").split(":")[0] ?? "");
}
