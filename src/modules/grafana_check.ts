import { grafanaFault } from "../errors/catalogue/services/grafana.ts";
import { bad, type Fault, good, type Outcome } from "../errors/fault.ts";
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
      description: "The dashboard's file, of the role or the project (`files/`).",
    },
    from: {
      type: "string",
      default: "now-1h",
      description: "Where the time range begins: now-6h, epoch milliseconds.",
    },
    to: { type: "string", default: "now", description: "Where it ends." },
  },
  required: ["url", "password", "src"],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

/** What was asked, or why nothing could be. */
type State = Outcome<readonly QueryResult[]>;

export const grafana_check = serviceModule<typeof schema, State, GrafanaTarget, GrafanaReader, GrafanaWriter>({
  name: "grafana_check",
  summary: "Looks, before a dashboard's file is put, whether the data sources understand its queries.",
  notes: [
    "It changes nothing: the queries are sent to Grafana's data sources, and the dashboard is not. Use grafana_panels once it is there.",
    "A query is wrong when the data source says so of its text: an unknown column, a function that there is not, a fault of syntax. That there are no rows, no such table yet, no such data source, or no Grafana, is no fault here.",
    "A dashboard that Grafana has already is not asked again.",
  ],
  args: schema,
  returns: { asked: "How many queries were asked." },
  examples: [
    {
      title: "A dashboard of this role",
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
  const notOne = (problem: string) => bad(grafanaFault("services/grafana-file", { file: src.label, problem }));
  try {
    const json = JSON.parse(await textOfContent(src)) as Value;
    const lacks = ["uid", "title"].find((name) => !isMap(json) || typeof json[name] !== "string" || json[name] === "");
    return lacks === undefined ? good(json) : notOne(`it has no ${lacks}`);
  } catch (error) {
    return notOne((error as Error).message);
  }
}

function decide(_args: Args, state: State): Decision {
  if (!state.ok) return unasked(state.faults[0]);
  const wrong = state.value.flatMap((asked) => wrongBy(asked) ?? []);
  const [first, ...others] = wrong;
  const result = { asked: state.value.length };
  if (!first) return { changes: [], result };
  const also = others.map(({ message }) => `also: ${message}`);
  return { changes: [], result, fault: { ...first, details: [...(first.details ?? []), ...also] } };
}

/** What may come to be is no fault yet: a Grafana that is not there, a variable without a value. */
function unasked(fault: Fault): Decision {
  const waits = (fault.missing ?? fault.code.startsWith("services/http-")) && !isWrongQuery(fault.message);
  return { changes: [], result: { asked: 0 }, ...(!waits && { fault }) };
}

function wrongBy({ dashboard, panel, refId: query, text, answer }: QueryResult): Fault | undefined {
  if (answer.kind !== "failed" || !isWrongQuery(answer.reason)) return undefined;
  const parameters = { dashboard, panel, query, reason: answer.reason };
  return grafanaFault("services/grafana-panel-wrong", parameters, { details: text.split("\n") });
}
