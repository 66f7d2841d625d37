import { grafanaFault } from "../errors/catalogue/services/grafana.ts";
import { bad, type Fault, good, type Outcome } from "../errors/fault.ts";
import type { ValueMap } from "../model/value.ts";
import { type Decision, serviceModule } from "../module/contract.ts";
import type { ArgsOf, ArgsSchema } from "../module/schema.ts";
import type { QueryResult, GrafanaReader, GrafanaTarget, GrafanaWriter } from "../services/grafana/model.ts";
import { grafanaService } from "../services/grafana/grafana.ts";
import { GRAFANA_ARGS, grafanaTarget } from "./lib/grafana/args.ts";
import { isSettled } from "./lib/grafana/retry.ts";

const schema = {
  properties: {
    ...GRAFANA_ARGS,
    dashboards: {
      type: "array",
      items: { type: "string", description: "A dashboard's uid." },
      minItems: 1,
      description: "The dashboards whose queries are asked.",
    },
    from: {
      type: "string",
      default: "now-1h",
      description: "Where the time range begins: now-6h, epoch milliseconds.",
    },
    to: { type: "string", default: "now", description: "Where it ends." },
    variables: {
      type: "object",
      additionalProperties: { type: "string", description: "The value." },
      description: "Values of the dashboards' variables; the others get what a browser would show first.",
    },
    may_be_empty: {
      type: "array",
      items: { type: "string", description: "A panel's title, or TITLE: QUERY for one query of it." },
      description: "The panels that may have no rows, such as a list of errors.",
    },
  },
  required: ["url", "password", "dashboards"],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

/** What the queries came to, or why they could not be asked. */
type State = Outcome<readonly QueryResult[]>;

/** Bad queries that are shown: a broken data source makes all of them bad. */
const SHOWN = 8;

export const grafana_panels = serviceModule<typeof schema, State, GrafanaTarget, GrafanaReader, GrafanaWriter>({
  name: "grafana_panels",
  summary: "Asks every query of dashboards' panels as a browser would, and demands rows of each.",
  notes: [
    "It changes nothing. A query without rows still answers with a frame, so rows are counted.",
    "Variables, the time range and the width of points are put into the queries here, as a browser does. Hidden queries and those of annotations are not asked.",
    "A query without rows is asked with other values of a variable, too, where the dashboard leaves the choice open: it is enough that one of them (of the first 50) gives rows.",
    "For `until` there is `settled` in the result: rows may still come, and a table with its first ones; a data source that is not there does not.",
  ],
  args: schema,
  returns: {
    complete: "Whether every query gave rows, those that may be empty left aside.",
    settled: "Whether trying again is of no use, for better or worse.",
    panels: "Each query: dashboard, panel, query, rows (null where it failed).",
  },
  examples: [
    {
      title: "Every panel shows something of the last hour",
      args: { url: "http://127.0.0.1:3003", password: "{{ grafana_admin_password }}", dashboards: ["sensor-pipeline"] },
    },
  ],
  service: grafanaService,
  target: grafanaTarget,
  probe: async (args, reader) => good(await ask(args, reader)),
  decide: (args, state) => decide(args, state),
  apply: () => Promise.resolve(good({})),
});

async function ask({ dashboards, from, to, variables = {} }: Args, reader: GrafanaReader): Promise<State> {
  const asked: QueryResult[] = [];
  for (const uid of dashboards) {
    const answers = await reader.panels(uid, { from, to, variables });
    if (!answers.ok) return answers;
    if (answers.value.length === 0) return bad(grafanaFault("services/grafana-nothing-asked", { uid }));
    asked.push(...answers.value);
  }
  return good(asked);
}

function decide(args: Args, state: State): Decision {
  const asked = state.ok ? state.value : [];
  const wanting = asked.filter((one) => isBad(one, args));
  const [first] = wanting;
  const fault = state.ok ? first && faultOf(first, detailsOf(wanting, args)) : state.faults[0];
  const result = { complete: !fault, settled: isSettled(fault), panels: asked.map(resultOf) };
  return { changes: [], result, ...(fault && { fault }) };
}

function isBad({ panel, refId, answer }: QueryResult, { may_be_empty = [] }: Args): boolean {
  if (answer.kind !== "rows") return true;
  return answer.rows === 0 && !may_be_empty.includes(panel) && !may_be_empty.includes(`${panel}: ${refId}`);
}

function faultOf({ dashboard, panel, refId: query, answer }: QueryResult, details: readonly string[]): Fault {
  const where = { dashboard, panel, query };
  const extras = { details, missing: true };
  switch (answer.kind) {
    case "rows":
      return grafanaFault("services/grafana-panel-empty", where, extras);
    case "failed":
      return grafanaFault("services/grafana-panel-failed", { ...where, reason: answer.reason }, extras);
    case "no-datasource": {
      const { uid, known } = answer;
      return grafanaFault("services/grafana-panel-datasource", { ...where, uid, known }, { details });
    }
  }
}

/** The first one's query as it was sent, and the names of the others. */
function detailsOf([first, ...others]: readonly QueryResult[], { from, to }: Args): readonly string[] {
  const shown = others.slice(0, SHOWN).map((asked) => `also: ${faultOf(asked, []).message}`);
  const rest = others.length - shown.length;
  return [
    `from ${from} to ${to}`,
    ...(first?.text.split("\n") ?? []),
    ...shown,
    ...(rest > 0 ? [`and ${rest} more`] : []),
  ];
}

function resultOf({ dashboard, panel, refId, answer }: QueryResult): ValueMap {
  return { dashboard, panel, query: refId, rows: answer.kind === "rows" ? answer.rows : null };
}
