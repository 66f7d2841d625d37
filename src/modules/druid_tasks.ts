import { good, type Outcome } from "../errors/fault.ts";
import type { Change } from "../model/change.ts";
import type { NonEmpty } from "../model/non-empty.ts";
import type { ValueMap } from "../model/value.ts";
import { type Decision, serviceModule } from "../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../module/schema.ts";
import type { DruidReader, DruidTarget, DruidWriter } from "../services/druid/model.ts";
import { druidService } from "../services/druid/druid.ts";
import { DRUID_ARGS, druidTarget } from "./lib/druid/args.ts";

const schema = {
  properties: {
    ...DRUID_ARGS,
    worker: {
      type: "string",
      pattern: "^https?://[^/]+:[0-9]+$",
      rule: "a URL with a port and no path, such as http://localhost:8081",
      format: "base-url",
      description: "The indexer or middle manager, by the address and port that it announces: http://192.0.2.7:8091.",
    },
    restarted: {
      type: "boolean",
      default: false,
      description: "Whether it has just been restarted: check mode cannot predict which tasks it loses by that.",
    },
  },
  required: ["url", "worker"],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

interface State {
  readonly lost: readonly string[];
}

export const druid_tasks = serviceModule<typeof schema, State, DruidTarget, DruidReader, DruidWriter>({
  name: "druid_tasks",
  summary:
    "Ends tasks that Druid lists as running on a worker that has lost them, so that their supervisors start new ones.",
  notes: [
    "A restarted or replaced worker has none of its tasks. Before Druid 35, an overlord that was itself restarted while they ran waits for them forever, and nothing ingests their data: https://github.com/apache/druid/pull/18510.",
    "No record is lost or read twice: a new task continues from the offsets that were committed with the last published segments.",
  ],
  args: schema,
  returns: { worker: "The worker.", lost: "The ids of the lost tasks." },
  examples: [
    {
      title: "End the tasks that this server's data node has lost",
      args: { url: "http://192.0.2.7:8888", worker: "http://192.0.2.8:8091" },
    },
  ],
  service: druidService,
  target: druidTarget,
  probe,
  decide,
  apply,
});

async function probe({ worker }: Args, reader: DruidReader): Promise<Outcome<State>> {
  const lost = await reader.lostTasks(worker);
  return lost.ok ? good({ lost: lost.value }) : lost;
}

function decide({ worker, restarted }: Args, { lost }: State): Decision {
  return {
    changes: lost.map(changeOf),
    result: { worker, lost },
    ...(restarted && { unpredictable: `it is not known which tasks ${worker} loses by its restart` }),
  };
}

async function apply(
  _args: Args,
  _changes: NonEmpty<Change>,
  writer: DruidWriter,
  { lost }: State,
): Promise<Outcome<ValueMap>> {
  for (const id of lost) {
    const done = await writer.endTask(id);
    if (!done.ok) return done;
  }
  return good({});
}

function changeOf(id: string): Change {
  const resource = { kind: "request", name: `druid_task ${id}` } as const;
  return { resource, summary: `end the lost task ${id}`, before: "running", after: null };
}
