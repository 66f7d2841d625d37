import { type Ask, field, listIn, textIn } from "../get-json.ts";
import { sample, type Sample, type Source } from "../sample.ts";

/** Task managers, running jobs, their checkpoints and the back pressure of their vertices. */
export function flinkSource(ask: Ask, now: () => number): Source {
  return async () => {
    const overview = await ask("/overview");
    const jobs = listIn(await ask("/jobs/overview"), "jobs").filter((job) => field(job, "state") === "RUNNING");
    const each = await Promise.all(jobs.map((job) => jobSamples(ask, textIn(job, "jid"), now)));
    return [
      ...sample("flink_jobs", jobs.length),
      ...sample("flink_task_managers", field(overview, "taskmanagers")),
      ...each.flat(),
    ];
  };
}

async function jobSamples(ask: Ask, id: string, now: () => number): Promise<readonly Sample[]> {
  const [checkpoints, job] = await Promise.all([ask(`/jobs/${id}/checkpoints`), ask(`/jobs/${id}`)]);
  const vertices = listIn(job, "vertices");
  const pressure = await Promise.all(vertices.map((vertex) => vertexSamples(ask, id, vertex)));
  return [...checkpointSamples(checkpoints, now()), ...pressure.flat()];
}

/** Since a job without a completed checkpoint has no age, an alert needs `flink_jobs` too. */
function checkpointSamples(checkpoints: unknown, now: number): readonly Sample[] {
  const last = field(checkpoints, "latest", "completed");
  const at = field(last, "latest_ack_timestamp");
  return [
    ...sample("flink_checkpoints_failed", field(checkpoints, "counts", "failed")),
    ...sample("flink_checkpoint_age", typeof at === "number" ? (now - at) / 1000 : undefined),
    ...sample("flink_checkpoint_duration", field(last, "end_to_end_duration")),
    ...sample("flink_checkpoint_size", field(last, "state_size")),
  ];
}

const METRICS = { flink_back_pressure: "backPressuredTimeMsPerSecond", flink_busy: "busyTimeMsPerSecond" };

/** The share of time in which a vertex's slowest subtask was held up by those after it, or was working. */
async function vertexSamples(ask: Ask, job: string, vertex: unknown): Promise<readonly Sample[]> {
  const id = textIn(vertex, "id");
  const names = Object.values(METRICS).join(",");
  const metrics = await ask(`/jobs/${job}/vertices/${id}/subtasks/metrics?get=${names}&agg=max`);
  return Object.entries(METRICS).flatMap(([metric, name]) => {
    const found = listIn(metrics).find((one) => field(one, "id") === name);
    return sample(metric, Number(field(found, "max")) / 1000, vertexName(textIn(vertex, "name")));
  });
}

/** The first operator of a chain: `raw readings -> filter -> sink` is long. */
const vertexName = (name: string): string => (name.split(" -> ")[0] ?? name).slice(0, 60);
