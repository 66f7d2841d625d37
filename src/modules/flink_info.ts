import { flinkFault } from "../errors/catalogue/services/flink.ts";
import { type Fault, good, type Outcome } from "../errors/fault.ts";
import type { ValueMap } from "../model/value.ts";
import { type Decision, serviceModule, type Settled } from "../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../module/schema.ts";
import type { FlinkJobDetail, FlinkOverview, FlinkReader, FlinkTarget, FlinkWriter } from "../services/flink/model.ts";
import { hasEnded } from "../services/flink/state.ts";
import { flinkService } from "../services/flink/flink.ts";
import { FLINK_ARGS } from "./lib/flink/args.ts";
import { decideRequirements, settleRequirements } from "./lib/requirements.ts";

const schema = {
  properties: {
    ...FLINK_ARGS,
    name: { type: "string", description: "Describe only jobs with this name; default: all." },
    ended: { type: "boolean", default: false, description: "Whether to describe ended jobs, too." },
    task_managers: { type: "integer", minimum: 0, description: "The minimum number of TaskManagers." },
    slots: {
      type: "integer",
      minimum: 0,
      description: "The minimum number of slots of all TaskManagers, free or not.",
    },
    wait: {
      type: "integer",
      minimum: 0,
      default: 0,
      description:
        "Seconds to wait for the requirements: a TaskManager that has just started needs some time to register.",
    },
  },
  required: ["url"],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

interface DescribedJob {
  readonly job: FlinkJobDetail;
  readonly restarts: number | undefined;
}

interface ObservedCluster {
  readonly overview: FlinkOverview;
  readonly jobs: readonly DescribedJob[];
}

/** The observed cluster, or why it could not be read: a value, because with `wait` the cluster may still come up. */
type State = Outcome<ObservedCluster>;

export const flink_info = serviceModule<typeof schema, State, FlinkTarget, FlinkReader, FlinkWriter>({
  name: "flink_info",
  summary: "Reads the TaskManagers, slots and jobs of a Flink cluster, and checks that it has enough of them.",
  notes: ["It changes nothing.", "Flink forgets a job an hour after it ended (jobstore.expiration-time)."],
  args: schema,
  returns: {
    version: "Flink's version.",
    task_managers: "The number of registered TaskManagers.",
    slots: "The number of their slots.",
    free_slots: "The number of free slots.",
    jobs: "A list, newest first: id, name, state, tasks, tasks_running, checkpoints (completed), checkpoints_failed, checkpoint (the newest one's path, or null), checkpoint_at (epoch ms, or null) and restarts (the number of automatic restarts; null if Flink does not report it).",
  },
  examples: [
    {
      title: "Wait up to a minute for the slots of both servers",
      args: { url: "http://127.0.0.1:8081", task_managers: 2, slots: 4, wait: 60 },
    },
    {
      title: "Read a job's state, and that of its earlier runs",
      args: { url: "http://127.0.0.1:8081", name: "runtimeprocessing", ended: true },
    },
  ],
  service: flinkService,
  target: ({ url }) => ({ url }),
  probe: async (args, reader) => good(await observe(args, reader)),
  decide,
  apply: () => Promise.resolve(good({})),
  settle: { check, every: 1, timeout: ({ wait }) => wait },
});

async function observe({ name, ended }: Args, reader: FlinkReader): Promise<State> {
  const overview = await reader.overview();
  if (!overview.ok) return overview;
  const listed = await reader.jobs();
  if (!listed.ok) return listed;
  const jobs: DescribedJob[] = [];
  for (const one of listed.value.filter((job) => (name ?? job.name) === job.name && (ended || !hasEnded(job)))) {
    const job = await reader.job(one);
    if (!job.ok) return job;
    const restarts = await reader.restarts(one.id);
    if (!restarts.ok) return restarts;
    jobs.push({ job: job.value, restarts: restarts.value });
  }
  return good({ overview: overview.value, jobs });
}

const FIELDS = ["version", "task_managers", "slots", "free_slots", "jobs"];

function decide(args: Args, state: State): Decision {
  const result = state.ok ? resultOf(state.value) : {};
  return decideRequirements(args, { fault: unmet(args, state), result, fields: FIELDS });
}

function check(args: Args, state: State): Settled {
  return settleRequirements(args, unmet(args, state));
}

function unmet({ task_managers = 0, slots = 0 }: Args, state: State): Fault | undefined {
  if (!state.ok) return state.faults[0];
  const { overview } = state.value;
  if (overview.taskManagers >= task_managers && overview.slots >= slots) return undefined;
  const has = { taskManagers: overview.taskManagers, slots: overview.slots };
  const expected = { taskManagers: task_managers, slots };
  return flinkFault("services/flink-too-small", { has, expected }, { missing: true });
}

function resultOf({ overview, jobs }: ObservedCluster): ValueMap {
  return {
    version: overview.version,
    task_managers: overview.taskManagers,
    slots: overview.slots,
    free_slots: overview.free,
    jobs: jobs.map(({ job, restarts }) => ({
      id: job.id,
      name: job.name,
      state: job.state,
      tasks: job.tasks.total,
      tasks_running: job.tasks.running,
      checkpoints: job.checkpoints.completed,
      checkpoints_failed: job.checkpoints.failed,
      checkpoint: job.checkpoints.newest?.path ?? null,
      checkpoint_at: job.checkpoints.newest?.at ?? null,
      restarts: restarts ?? null,
    })),
  };
}
