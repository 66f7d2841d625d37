import { druidFault } from "../../errors/catalogue/services/druid.ts";
import { bad, type Fault, good, type Outcome } from "../../errors/fault.ts";
import type { Change, Resource } from "../../model/change.ts";
import { Unknown } from "../../model/unknown.ts";
import { isMap, type Value, type ValueMap } from "../../model/value.ts";
import { type Decision, type Predicted, serviceModule, type Settled } from "../../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import type { DruidReader, DruidTarget, DruidWriter, Supervisor } from "../../services/druid/model.ts";
import { druidService } from "../../services/druid/druid.ts";
import type { PartitionOffsets } from "../../services/kafka/model.ts";
import { gapFault } from "./gap.ts";
import { lacks, restless } from "./health.ts";
import { differences } from "../lib/druid/spec-equality.ts";
import { sourceOf, specOf } from "./spec.ts";
import { DRUID_ARGS, druidTarget } from "../lib/druid/args.ts";

const schema = {
  properties: {
    ...DRUID_ARGS,
    spec: {
      type: "any",
      description: "The supervisor's spec, as Druid takes it; only `suspended` and `terminated` need none.",
    },
    id: { type: "string", minLength: 1, description: "The supervisor's id; left out: the spec's datasource." },
    state: {
      type: "string",
      enum: ["running", "suspended", "terminated"],
      default: "running",
      description: "`suspended` keeps its offsets; `terminated` ends it, and keeps what it has ingested.",
    },
    wait: {
      type: "boolean",
      default: true,
      description: "Whether to wait until a running one reads; `false` goes on as soon as Druid has it.",
    },
    timeout: {
      type: "integer",
      minimum: 0,
      default: 180,
      description: "Seconds in which it has to be as asked for: of `running`, reading with a healthy task.",
    },
  },
  required: ["url"],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

interface State {
  /** Nothing where there is none. */
  readonly supervisor: Supervisor | undefined;
  /** What Kafka keeps of the topic, asked only where the supervisor lags or is ill. */
  readonly kept: readonly PartitionOffsets[] | undefined;
}

interface Wanted {
  readonly id: string;
  readonly spec: ValueMap | undefined;
}

export const druid_supervisor = serviceModule<typeof schema, State, DruidTarget, DruidReader, DruidWriter>({
  name: "druid_supervisor",
  summary:
    "Has a Druid supervisor ingest a Kafka topic, suspends or ends it, and waits until it does so in good health.",
  notes: [
    "The spec is compared with the stored one by what it means: every value that is given has to be there, what is not given may be anything, because Druid fills in its defaults. Short forms, periods and the letter case of granularities make no difference. An equal spec is not sent again; a differing one is, with skipRestartIfUnmodified=true, and Druid goes on from its own offsets.",
    "A name that Druid does not know is dropped by Druid without a word; the task then fails and names it.",
    "Offsets are never reset. When Kafka no longer has the records that Druid is to read next, Druid waits silently; the task fails, names both offsets and says what to do. Kafka is asked at the spec's bootstrap.servers for that, as the host sees them; where they do not answer the host, only the gaps that Druid itself reports are seen.",
  ],
  args: schema,
  returns: {
    id: "The supervisor's id.",
    state: "Druid's state, such as RUNNING or SUSPENDED; null where there is none.",
    healthy: "Whether Druid calls it healthy.",
    active_tasks: "How many tasks read.",
    lag: "How many records they are behind, as Druid last counted.",
    differing: "The paths in the spec where the stored one differed.",
  },
  examples: [
    {
      title: "Ingest the topic of clean readings",
      args: {
        url: "http://127.0.0.1:8888",
        spec: {
          type: "kafka",
          spec: {
            dataSchema: {
              dataSource: "clean_sensors",
              timestampSpec: { column: "ts", format: "millis" },
              dimensionsSpec: { dimensions: ["sensor", { type: "double", name: "value" }] },
              granularitySpec: { segmentGranularity: "HOUR", queryGranularity: "NONE", rollup: false },
            },
            ioConfig: {
              topic: "clean_sensors",
              inputFormat: { type: "json" },
              useEarliestOffset: true,
              consumerProperties: { "bootstrap.servers": "server1:9092", "isolation.level": "read_committed" },
            },
            tuningConfig: { type: "kafka" },
          },
        },
      },
    },
    {
      title: "Let it rest, for instance while Kafka is moved",
      args: { url: "http://127.0.0.1:8888", id: "clean_sensors", state: "suspended" },
    },
  ],
  service: druidService,
  target: druidTarget,
  probe,
  decide,
  apply,
  settle: { look, every: 2, timeout: ({ timeout }) => timeout },
});

function wantedOf({ spec, id, state }: Args): Outcome<Wanted> {
  if (spec !== undefined && spec !== null) return specOf(spec, id);
  const problem =
    state === "running" ? "there is none, and the supervisor is to run" : "neither `spec` nor `id` is given";
  if (state === "running" || id === undefined) return bad(druidFault("services/druid-spec", { problem }));
  return good({ id, spec: undefined });
}

async function probe(args: Args, reader: DruidReader): Promise<Outcome<State>> {
  const wanted = wantedOf(args);
  if (!wanted.ok) return wanted;
  const supervisor = await reader.supervisor(wanted.value.id);
  if (!supervisor.ok) return supervisor;
  const found = supervisor.value;
  const source = found && isSuspect(found) ? sourceOf(found.spec) : undefined;
  const kept = source ? await reader.kafkaOffsets(source.bootstrap, source.topic) : undefined;
  return good({ supervisor: found, kept });
}

function isSuspect({ status }: Supervisor): boolean {
  return !status.suspended && (status.lag > 0 || !status.counted || !status.healthy);
}

function decide(args: Args, state: State, predicted: Predicted): Decision {
  const wanted = wantedOf(args);
  if (!wanted.ok) return { changes: [], result: {}, fault: wanted.faults[0] };
  const { id } = wanted.value;
  const foreseen = predicted.get(resourceOf(id));
  if (foreseen !== undefined) return afterwards(args, wanted.value, foreseen);
  const steps = stepsOf(args, wanted.value, state.supervisor);
  if (!steps.ok) return { changes: [], result: {}, fault: steps.faults[0] };
  const differing = differingOf(wanted.value, state.supervisor);
  const result = resultOf(id, state.supervisor, differing);
  const [step] = steps.value;
  if (step === undefined) return { changes: [], result };
  const change: Change = {
    resource: resourceOf(id),
    summary: summaryOf(step, id, state.supervisor, differing),
    before: shownStored(wanted.value, state.supervisor),
    after:
      args.state === "terminated" ? null : { state: args.state, ...(wanted.value.spec && { spec: wanted.value.spec }) },
  };
  return { changes: [change], result: { ...result, ...unknowns(args) } };
}

function afterwards(args: Args, { id, spec }: Wanted, foreseen: Value): Decision {
  const state = isMap(foreseen) ? foreseen["state"] : "terminated";
  const same = state === args.state && (!spec || (isMap(foreseen) && differences(spec, foreseen["spec"]).length === 0));
  if (same) return { changes: [], result: { id, ...unknowns(args), differing: [] } };
  return { changes: [], result: {}, unpredictable: `supervisor ${id} depends on an earlier change` };
}

type Step = "submit" | "suspend" | "resume" | "terminate";

/** What is to be done; nothing where all is as asked for. */
function stepsOf({ state }: Args, wanted: Wanted, found: Supervisor | undefined): Outcome<readonly Step[]> {
  if (state === "terminated") return good(found ? ["terminate"] : []);
  if (!found && !wanted.spec)
    return bad(druidFault("services/druid-no-supervisor", { id: wanted.id }, { missing: true }));
  if (!found || differingOf(wanted, found).length > 0) return good(["submit"]);
  if (found.status.suspended === (state === "suspended")) return good([]);
  return good([state === "suspended" ? "suspend" : "resume"]);
}

function differingOf({ spec }: Wanted, found: Supervisor | undefined): readonly string[] {
  return spec && found ? differences(spec, found.spec) : [];
}

async function apply(args: Args, _changes: unknown, writer: DruidWriter, state: State): Promise<Outcome<ValueMap>> {
  const wanted = wantedOf(args);
  if (!wanted.ok) return wanted;
  const steps = stepsOf(args, wanted.value, state.supervisor);
  if (!steps.ok) return steps;
  const { id, spec = {} } = wanted.value;
  for (const step of steps.value) {
    const done = await (step === "submit"
      ? writer.submit({ ...spec, suspended: args.state === "suspended" })
      : writer[step](id));
    if (!done.ok) return done;
  }
  return good({});
}

function look(args: Args, state: State): Settled {
  const wanted = wantedOf(args);
  if (!wanted.ok) return { is: "failed", fault: wanted.faults[0] };
  const { id } = wanted.value;
  const { supervisor } = state;
  if (args.state === "terminated") {
    return supervisor ? { is: "waiting", for: `supervisor ${id} to end` } : { is: "settled" };
  }
  if (!supervisor) return { is: "waiting", for: `supervisor ${id} to appear` };
  const fault = lasting(wanted.value, state, supervisor);
  if (fault) return { is: "failed", fault };
  const lacking = args.state === "suspended" ? restless(supervisor) : lacks(supervisor);
  return lacking === undefined || !args.wait
    ? { is: "settled" }
    : { is: "waiting", for: `supervisor ${id}: ${lacking}` };
}

/** What does not pass by waiting. */
function lasting(wanted: Wanted, { kept }: State, found: Supervisor): Fault | undefined {
  const paths = differingOf(wanted, found);
  if (paths.length > 0) return druidFault("services/druid-not-kept", { id: wanted.id, paths });
  return gapFault(wanted.id, found.status, kept);
}

function resourceOf(id: string): Resource {
  return { kind: "request", name: `druid_supervisor ${id}` };
}

function summaryOf(step: Step, id: string, found: Supervisor | undefined, differing: readonly string[]): string {
  if (step !== "submit") return `${step} supervisor ${id}`;
  return found ? `change ${differing.join(", ")} of supervisor ${id}` : `make supervisor ${id}`;
}

/** Of what is stored only what was asked about, so that the defaults do not hide the difference. */
function shownStored({ spec }: Wanted, found: Supervisor | undefined): Value {
  if (!found) return null;
  const state = found.status.suspended ? "suspended" : "running";
  return { state, ...(spec && { spec: sameNames(spec, found.spec) }) };
}

function sameNames(wanted: Value, stored: Value | undefined): Value {
  if (stored === undefined) return null;
  if (differences(wanted, stored).length === 0) return wanted;
  if (!isMap(wanted) || !isMap(stored)) return stored;
  return Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, sameNames(value, stored[name])]));
}

function resultOf(id: string, found: Supervisor | undefined, differing: readonly string[]): ValueMap {
  const { state = null, healthy = false, active = 0, lag = 0 } = found?.status ?? {};
  return { id, state, healthy, active_tasks: active, lag, differing };
}

function unknowns({ state }: Args): ValueMap {
  if (state === "terminated") return { state: null, healthy: false, active_tasks: 0, lag: 0 };
  const unknown = new Unknown("the supervisor has not been changed yet");
  return { state: unknown, healthy: unknown, active_tasks: unknown, lag: unknown };
}
