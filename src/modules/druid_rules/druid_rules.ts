import { good, type Outcome } from "../../errors/fault.ts";
import type { Change } from "../../model/change.ts";
import type { Value, ValueMap } from "../../model/value.ts";
import { type Decision, type Predicted, serviceModule, type Settled } from "../../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import type { DruidReader, DruidTarget, DruidWriter } from "../../services/druid/model.ts";
import { druidService } from "../../services/druid/druid.ts";
import { differences } from "../lib/druid/spec-equality.ts";
import { type Retention, retentionOf } from "./retention.ts";
import { DRUID_ARGS, druidTarget } from "../lib/druid/args.ts";

const schema = {
  properties: {
    ...DRUID_ARGS,
    datasource: { type: "string", minLength: 1, description: "The datasource, which need not be there yet." },
    load_period: {
      type: "string",
      pattern: "^P",
      description: "The newest P30D (and what is to come) are kept on the historicals, the rest only in deep storage.",
    },
    replicants: {
      type: "integer",
      minimum: 1,
      default: 1,
      description: "On how many historicals, with `load_period`.",
    },
    rules: {
      type: "any",
      description:
        "The rules as Druid takes them, in their order, in place of `load_period`; an empty list: the cluster's.",
    },
    compaction: {
      type: "any",
      description: "The automatic compaction as Druid takes it, without dataSource; false: none. Left out: as it is.",
    },
  },
  required: ["url", "datasource"],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

interface State {
  readonly rules: readonly Value[];
  readonly compaction: ValueMap | undefined;
}

export const druid_rules = serviceModule<typeof schema, State, DruidTarget, DruidReader, DruidWriter>({
  name: "druid_rules",
  summary: "Sets which segments of a datasource Druid keeps at hand, and how it compacts them.",
  notes: [
    "Both are compared with what Druid stores by what they mean: what is not given may be anything, because Druid fills in its defaults.",
    "Nothing is deleted: what no rule loads any more stays in deep storage until a kill task removes it.",
  ],
  args: schema,
  returns: {
    datasource: "The datasource.",
    rules: "Its own rules; none where the cluster's hold.",
    compaction: "Its compaction, or null.",
  },
  examples: [
    {
      title: "A month at hand, compacted a day later",
      args: {
        url: "http://127.0.0.1:8888",
        datasource: "raw_sensors",
        load_period: "P30D",
        compaction: { skipOffsetFromLatest: "P1D" },
      },
    },
    {
      title: "Everything at hand, on both servers",
      args: {
        url: "http://127.0.0.1:8888",
        datasource: "outlier_stats",
        rules: [{ type: "loadForever", tieredReplicants: { _default_tier: 2 } }],
        compaction: false,
      },
    },
  ],
  service: druidService,
  target: druidTarget,
  probe,
  decide,
  apply: async (args, _changes, writer, state) => {
    const wanted = retentionOf(args);
    return wanted.ok ? set(args, wanted.value, writer, state) : wanted;
  },
  settle: { look, every: 1, timeout: () => 30 },
});

async function probe(args: Args, reader: DruidReader): Promise<Outcome<State>> {
  const wanted = retentionOf(args);
  if (!wanted.ok) return wanted;
  const rules = await reader.rules(args.datasource);
  if (!rules.ok) return rules;
  const compaction = await reader.compaction(args.datasource);
  return compaction.ok ? good({ rules: rules.value, compaction: compaction.value }) : compaction;
}

function decide(args: Args, state: State, predicted: Predicted): Decision {
  const wanted = retentionOf(args);
  if (!wanted.ok) return { changes: [], result: {}, fault: wanted.faults[0] };
  const changes = changesOf(args, wanted.value, state);
  if (changes.some(({ resource }) => predicted.get(resource) !== undefined)) {
    return { changes: [], result: {}, unpredictable: `the rules of ${args.datasource} depend on an earlier change` };
  }
  const { rules = state.rules, compaction = state.compaction ?? null } = wanted.value;
  const result = { datasource: args.datasource, rules, compaction: compaction === "none" ? null : compaction };
  return { changes, result };
}

function changesOf({ datasource }: Args, wanted: Retention, state: State): readonly Change[] {
  const changes: Change[] = [];
  if (wanted.rules && differences(wanted.rules, state.rules).length > 0) {
    const resource = { kind: "request", name: `druid_rules ${datasource}` } as const;
    changes.push({ resource, summary: `set the rules of ${datasource}`, before: state.rules, after: wanted.rules });
  }
  if (isOther(wanted.compaction, state.compaction)) {
    const resource = { kind: "request", name: `druid_compaction ${datasource}` } as const;
    const after = wanted.compaction === "none" ? null : (wanted.compaction ?? null);
    const summary = `${after === null ? "end" : "set"} the compaction of ${datasource}`;
    changes.push({ resource, summary, before: state.compaction ?? null, after });
  }
  return changes;
}

function isOther(wanted: Retention["compaction"], stored: ValueMap | undefined): boolean {
  if (wanted === undefined) return false;
  return wanted === "none" ? stored !== undefined : differences(wanted, stored).length > 0;
}

async function set(
  { datasource }: Args,
  wanted: Retention,
  writer: DruidWriter,
  state: State,
): Promise<Outcome<ValueMap>> {
  if (wanted.rules && differences(wanted.rules, state.rules).length > 0) {
    const done = await writer.setRules(datasource, wanted.rules);
    if (!done.ok) return done;
  }
  if (wanted.compaction !== undefined && isOther(wanted.compaction, state.compaction)) {
    const done =
      wanted.compaction === "none"
        ? await writer.deleteCompaction(datasource)
        : await writer.setCompaction(wanted.compaction);
    if (!done.ok) return done;
  }
  return good({});
}

/** Druid takes what it does not know without a word: then what it stores stays different. */
function look(args: Args, state: State): Settled {
  const wanted = retentionOf(args);
  if (!wanted.ok) return { is: "failed", fault: wanted.faults[0] };
  const rules = wanted.value.rules ? differences(wanted.value.rules, state.rules, ["rules"]) : [];
  const { compaction } = wanted.value;
  const compacted =
    compaction === undefined || compaction === "none" ? [] : differences(compaction, state.compaction, ["compaction"]);
  const paths = [...rules, ...compacted];
  if (paths.length > 0) return { is: "waiting", for: `Druid to keep ${paths.join(", ")} of ${args.datasource}` };
  return compaction === "none" && state.compaction
    ? { is: "waiting", for: "the compaction to end" }
    : { is: "settled" };
}
