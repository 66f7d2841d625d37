import { grafanaFault } from "../errors/catalogue/services/grafana.ts";
import { bad, collect, type Fault, good, type Outcome } from "../errors/fault.ts";
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
      items: { type: "string", format: "path-part", description: "A dashboard's uid." },
      minItems: 1,
      description: "The dashboards whose queries are run.",
    },
    from: {
      type: "string",
      default: "now-1h",
      description: "The start of the time range: now-6h, or epoch milliseconds.",
    },
    to: { type: "string", default: "now", description: "The end of the time range." },
    variables: {
      type: "object",
      additionalProperties: { type: "string", description: "The value." },
      description:
        "Values of the dashboards' variables; the other variables get the value that a browser would choose first.",
    },
    alerts: {
      type: "boolean",
      default: false,
      description: "Whether the queries and conditions of Grafana's alert rules are run, too.",
    },
    may_be_empty: {
      type: "array",
      items: { type: "string", description: "A title, or TITLE: QUERY for one of its queries." },
      description: "The panels and alert rules that may have no rows, such as a list of errors.",
    },
  },
  required: ["url", "password", "dashboards"],
} as const satisfies ArgsSchema;

type Args = ArgsOf<typeof schema>;

/** The results of the queries, or why they could not be run. */
type State = Outcome<readonly QueryResult[]>;

/** How many further failed queries are listed: a broken data source makes all of them fail. */
const LISTED = 8;

export const grafana_panels = serviceModule<typeof schema, State, GrafanaTarget, GrafanaReader, GrafanaWriter>({
  name: "grafana_panels",
  summary: "Runs every query of the dashboards' panels as a browser would, and requires that each returns rows.",
  notes: [
    "It changes nothing. A query without rows still returns a frame, so the module counts rows.",
    "The module substitutes variables, the time range and the interval into the queries, as a browser does. Hidden queries and those of annotations are not run.",
    "If a query returns no rows and the dashboard lets the user choose a variable's value, the module tries its other values: it is enough that one of the first 50 returns rows. It stops trying after 2 minutes.",
    "An alert rule whose state without data is OK may have no rows. Whether an alert fires is not checked: a disk that is full is no fault of the rule.",
    "Use the result's `settled` in `until`: rows, and a table with its first rows, may still come, but a missing data source does not.",
  ],
  args: schema,
  returns: {
    complete: "Whether every query returned rows, except those that may be empty.",
    settled: "Whether trying again is pointless: all is well, or waiting cannot fix the fault.",
    panels: "Each query: dashboard, panel, query, rows (null if it failed).",
  },
  examples: [
    {
      title: "Check that every panel shows data of the last hour",
      args: { url: "http://127.0.0.1:3003", password: "{{ grafana_admin_password }}", dashboards: ["sensor-pipeline"] },
    },
  ],
  service: grafanaService,
  target: grafanaTarget,
  probe: async (args, reader) => good(await runQueries(args, reader)),
  decide: (args, state) => decide(args, state),
  apply: () => Promise.resolve(good({})),
});

async function runQueries(
  { dashboards, from, to, variables = {}, alerts }: Args,
  reader: GrafanaReader,
): Promise<State> {
  const asked = dashboards.map(async (uid) => {
    const panels = await reader.panels(uid, { from, to, variables });
    const isEmpty = panels.ok && panels.value.length === 0;
    return isEmpty ? bad(grafanaFault("services/grafana-nothing-asked", { uid })) : panels;
  });
  const results = collect(await Promise.all([...asked, alerts ? reader.alerts() : good([])]));
  return results.ok ? good(results.value.flat()) : results;
}

function decide(args: Args, state: State): Decision {
  const results = state.ok ? state.value : [];
  const failed = results.filter((one) => isBad(one, args));
  const [first] = failed;
  const fault = state.ok ? first && faultOf(first, detailsOf(failed, args)) : state.faults[0];
  const result = { complete: !fault, settled: isSettled(fault), panels: results.map(resultOf) };
  return { changes: [], result, ...(fault && { fault }) };
}

function isBad({ panel, refId, answer, mayBeEmpty = false }: QueryResult, { may_be_empty = [] }: Args): boolean {
  if (answer.kind !== "rows") return true;
  return (
    answer.rows === 0 && !mayBeEmpty && !may_be_empty.includes(panel) && !may_be_empty.includes(`${panel}: ${refId}`)
  );
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

/** The first failed query as it was sent, and a message for each of the others. */
function detailsOf([first, ...others]: readonly QueryResult[], { from, to }: Args): readonly string[] {
  const shown = others.slice(0, LISTED).map((result) => `also: ${faultOf(result, []).message}`);
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
