import { grafanaFault } from "../errors/catalogue/services/grafana.ts";
import { bad, type Fault, good, type Outcome } from "../errors/fault.ts";
import { parseJson } from "../model/parse-json.ts";
import { isMap, type Value } from "../model/value.ts";
import { type Decision, serviceModule } from "../module/contract.ts";
import type { Content } from "../module/content.ts";
import type { ArgsOf, ArgsSchema } from "../module/schema.ts";
import type { QueryResult, GrafanaReader, GrafanaTarget, GrafanaWriter } from "../services/grafana/model.ts";
import { isWrongQuery } from "../services/grafana/reason.ts";
import { grafanaService } from "../services/grafana/grafana.ts";
import { GRAFANA_ARGS, grafanaTarget } from "./lib/grafana/args.ts";
import { textOfContent } from "./lib/text-content.ts";

const schema = {
  properties: {
    ...GRAFANA_ARGS,
    src: {
      type: "string",
      source: "file",
      description: "The dashboard's file in the `files/` folder of the role or the project.",
    },
    from: {
      type: "string",
      default: "now-1h",
      description: "The start of the time range: now-6h, or epoch milliseconds.",
    },
    to: { type: "string", default: "now", description: "The end of the time range." },
  },
  required: ["url", "password", "src"],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

/** The results of the queries, or why they could not be run. */
type State = Outcome<readonly QueryResult[]>;

export const grafana_check = serviceModule<typeof schema, State, GrafanaTarget, GrafanaReader, GrafanaWriter>({
  name: "grafana_check",
  summary: "Checks, before a dashboard is deployed, whether the data sources understand its queries.",
  notes: [
    "It changes nothing: it sends the queries to Grafana's data sources, but not the dashboard to Grafana. Use grafana_panels once the dashboard is deployed.",
    "A query is wrong if the data source rejects its text: an unknown column, an unknown function, a syntax error. An empty result, a missing table, a missing data source or a missing Grafana does not fail the task.",
    "A dashboard that Grafana already has is not checked again.",
  ],
  args: schema,
  returns: { asked: "The number of queries that were run." },
  examples: [
    {
      title: "Check a dashboard of this role",
      args: { url: "http://127.0.0.1:3003", password: "{{ grafana_admin_password }}", src: "pipeline.json" },
    },
  ],
  service: grafanaService,
  target: grafanaTarget,
  probe,
  decide: (args, state) => decide(args, state),
  apply: () => Promise.resolve(good({})),
});

async function probe({ src, from, to }: Args, reader: GrafanaReader): Promise<Outcome<State>> {
  const dashboard = await dashboardIn(src);
  return good(dashboard.ok ? await reader.preview(dashboard.value, { from, to, variables: {} }) : dashboard);
}

async function dashboardIn(src: Content): Promise<Outcome<Value>> {
  const invalid = (problem: string) => bad(grafanaFault("services/grafana-file", { file: src.label, problem }));
  const text = await textOfContent(src).catch((error: unknown) => error as Error);
  if (typeof text !== "string") return invalid(text.message);
  const parsed = parseJson(text);
  if (!parsed.ok) return invalid(parsed.problem);
  const json = parsed.value;
  const missing = ["uid", "title"].find((name) => !isMap(json) || typeof json[name] !== "string" || json[name] === "");
  return missing === undefined ? good(json) : invalid(`it has no ${missing}`);
}

function decide(_args: Args, state: State): Decision {
  if (!state.ok) return notRun(state.faults[0]);
  const wrong = state.value.flatMap((asked) => faultOf(asked) ?? []);
  const [first, ...others] = wrong;
  const result = { asked: state.value.length };
  if (!first) return { changes: [], result };
  const also = others.map(({ message }) => `also: ${message}`);
  return { changes: [], result, fault: { ...first, details: [...(first.details ?? []), ...also] } };
}

/** A Grafana that does not exist yet, or a variable without a value, is not a fault yet. */
function notRun(fault: Fault): Decision {
  const mayCome = (fault.missing ?? fault.code.startsWith("services/http-")) && !isWrongQuery(fault.message);
  return { changes: [], result: { asked: 0 }, ...(!mayCome && { fault }) };
}

function faultOf({ dashboard, panel, refId: query, text, answer }: QueryResult): Fault | undefined {
  if (answer.kind !== "failed" || !isWrongQuery(answer.reason)) return undefined;
  const parameters = { dashboard, panel, query, reason: answer.reason };
  return grafanaFault("services/grafana-panel-wrong", parameters, { details: text.split("\n") });
}
