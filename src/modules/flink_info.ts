import { flinkFault } from "../errors/catalogue/services/flink.ts";
import { type Fault, good, type Outcome } from "../errors/fault.ts";
import type { ValueMap } from "../model/value.ts";
import { type Decision, serviceModule, type Settled } from "../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../module/schema.ts";
import type { FlinkJobDetail, FlinkOverview, FlinkReader, FlinkTarget, FlinkWriter } from "../services/flink/model.ts";
import { hasEnded } from "../services/flink/state.ts";
import { flinkService } from "../services/flink/flink.ts";
import { decideRequirements, settleRequirements } from "./lib/requirements.ts";

const schema = {
  properties: {
    url: {
      type: "string",
      pattern: "^https?://",
      description: "The JobManager's REST, as seen from the host: http://127.0.0.1:8081.",
    },
    name: { type: "string", description: "Only jobs that call themselves so; left out: all." },
    ended: { type: "boolean", default: false, description: "Whether jobs are described, too, that have ended." },
    task_managers: { type: "integer", minimum: 0, description: "How many TaskManagers there must be at least." },
    slots: { type: "integer", minimum: 0, description: "How many slots all of them must have at least, free or not." },
    wait: {
      type: "integer",
      minimum: 0,
      default: 0,
      description:
        "Seconds in which what is asked for may still come: a TaskManager just started needs some to register.",
    },
  },
  required: ["url"],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

interface Described {
  readonly job: FlinkJobDetail;
  readonly restarts: number | undefined;
}

interface Seen {
  readonly overview: FlinkOverview;
  readonly jobs: readonly Described[];
}

/** What was seen, or why nothing could be: kept as a value, because with `wait` it may still come. */
type State = Outcome<Seen>;

export const flink_info = serviceModule<typeof schema, State, FlinkTarget, FlinkReader, FlinkWriter>({
  name: "flink_info",
  summary: "Reads which TaskManagers, slots and jobs a Flink cluster has, and checks that there are as many as wanted.",
  notes: ["It changes nothing.", "Flink forgets jobs that have ended after an hour (jobstore.expiration-time)."],
  args: schema,
  returns: {
    version: "Flink's version.",
    task_managers: "How many TaskManagers have registered.",
    slots: "How many slots they have.",
    free_slots: "How many of those no job holds.",
    jobs: "A list, the newest first: id, name, state, tasks, tasks_running, checkpoints (completed), checkpoints_failed, checkpoint (the newest one's path, or null), checkpoint_at (epoch ms, or null) and restarts (how often it was restarted by itself; null where Flink does not say).",
  },
  examples: [
    {
      title: "Both servers' slots are there, at most a minute after the start",
      args: { url: "http://127.0.0.1:8081", task_managers: 2, slots: 4, wait: 60 },
    },
    {
      title: "How a job does, and how it did before",
      args: { url: "http://127.0.0.1:8081", name: "runtimeprocessing", ended: true },
    },
  ],
  service: flinkService,
  target: ({ url }) => ({ url }),
  probe: async (args, reader) => good(await see(args, reader)),
  decide,
  apply: () => Promise.resolve(good({})),
  settle: { look, every: 1, timeout: ({ wait }) => wait },
});

async function see({ name, ended }: Args, reader: FlinkReader): Promise<State> {
  const overview = await reader.overview();
  if (!overview.ok) return overview;
  const listed = await reader.jobs();
  if (!listed.ok) return listed;
  const jobs: Described[] = [];
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

function look(args: Args, state: State): Settled {
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

function resultOf({ overview, jobs }: Seen): ValueMap {
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
