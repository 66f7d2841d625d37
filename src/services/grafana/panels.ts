import { bad, collect, good, type Outcome } from "../../errors/fault.ts";
import { isMap } from "../../model/value.ts";
import { jsonText } from "../http/json-text.ts";
import { valueAt } from "../json-fields.ts";
import { chooseValues, type QueryOptions, variableFault } from "./choose.ts";
import type { GrafanaHttp } from "./http.ts";
import { allDataSources, dashboardAt } from "./lookup.ts";
import type { Dashboard, DataSource, Panel, PanelOptions, QueryResult, TimeRange } from "./model.ts";
import { answerTo, POINTS, type PreparedQuery, prepareQuery, requestBody } from "./query.ts";
import { optionsIn } from "./responses.ts";
import { durationOf, intervalOf, rangeOf } from "./time.ts";
import { builtIns, type Values } from "./variables.ts";

/** The most alternatives of a variable to try: a dashboard may offer thousands. */
const MAX_ALTERNATIVES = 50;

/** How to run the queries of a dashboard. */
export interface Run {
  readonly options: PanelOptions;
  /** The current time in epoch milliseconds. */
  readonly now: number;
  /** How many other values of each variable to try for a query without rows. */
  readonly alternatives: number;
  /** Whether no further alternative is to be tried. */
  readonly isTimeUp?: () => boolean;
}

interface QueryContext {
  readonly http: GrafanaHttp;
  readonly sources: readonly DataSource[];
  readonly range: TimeRange;
}

type PanelResult = Omit<QueryResult, "dashboard" | "panel">;

/** Runs every query of a dashboard that Grafana has. */
export async function queryDashboardAt(
  http: GrafanaHttp,
  uid: string,
  { options, now, isTimeUp }: Omit<Run, "alternatives">,
): Promise<Outcome<readonly QueryResult[]>> {
  const range = rangeOf(options.from, options.to, now);
  if (!range.ok) return range;
  const dashboard = await dashboardAt(http, uid);
  if (!dashboard.ok) return dashboard;
  return queryDashboard(http, dashboard.value, {
    options,
    now,
    alternatives: MAX_ALTERNATIVES,
    ...(isTimeUp && { isTimeUp }),
  });
}

/**
 * Runs every query of a dashboard's panels, those of one panel in one request, as a browser does. A panel with a query without rows
 * is queried again with other values of each variable: the panel is not at fault if there is no data for the first sensor.
 */
export async function queryDashboard(
  http: GrafanaHttp,
  dashboard: Dashboard,
  { options, now, alternatives, isTimeUp = () => false }: Run,
): Promise<Outcome<readonly QueryResult[]>> {
  const range = rangeOf(options.from, options.to, now);
  if (!range.ok) return range;
  const sources = await allDataSources(http);
  if (!sources.ok) return sources;
  const context = { http, sources: sources.value, range: range.value };
  const start = builtIns(range.value, intervalOf(range.value, POINTS));
  const chosen = await chooseValues(dashboard, options.variables, {
    start,
    sources: sources.value,
    query: variableQuery(context, dashboard.title),
  });
  if (!chosen.ok) return chosen;
  const { values, others } = chosen.value;
  const choices = [...others].flatMap(([name, list]) =>
    list.slice(0, alternatives).map((value) => new Map([...values, [name, value]])),
  );
  const results = await Promise.all(
    dashboard.panels
      .filter(({ queries }) => queries.length > 0)
      .map((panel) => queryUntilRows(panel, context, { choices: [values, ...choices], isTimeUp })),
  );
  const all = collect(results);
  return all.ok ? good(all.value.flat().map((result) => ({ ...result, dashboard: dashboard.title }))) : all;
}

/** Each query's first answer with rows; its first answer if none has any. A variable that the panel does not use is not varied. */
async function queryUntilRows(
  panel: Panel,
  context: QueryContext,
  { choices, isTimeUp }: { readonly choices: readonly Values[]; readonly isTimeUp: () => boolean },
): Promise<Outcome<readonly Omit<QueryResult, "dashboard">[]>> {
  const asked = new Set<string>();
  let best: readonly PanelResult[] | undefined;
  for (const values of choices) {
    const request = preparePanel(panel, context, values);
    const text = jsonText(request.queries);
    if (asked.has(text)) continue;
    asked.add(text);
    const results = await queryPanel(request, context);
    if (!results.ok) return results;
    best = best?.map((one, index) => (isEmpty(one) ? betterOf(one, results.value[index]) : one)) ?? results.value;
    if (!best.some(isEmpty) || isTimeUp()) break;
  }
  return good((best ?? []).map((result) => ({ ...result, panel: panel.title })));
}

const isEmpty = ({ answer }: PanelResult): boolean => answer.kind === "rows" && answer.rows === 0;

const betterOf = (one: PanelResult, other: PanelResult | undefined): PanelResult =>
  other?.answer.kind === "rows" && other.answer.rows > 0 ? other : one;

/** Runs the queries of a dashboard's variables. */
function variableQuery({ http, sources, range }: QueryContext, dashboard: string): QueryOptions {
  return async ({ name, query, datasource }, values) => {
    const asPanelQuery = { refId: "A", datasource, model: isMap(query) ? query : {} };
    const prepared = prepareQuery(asPanelQuery, { values, sources });
    const { refId, unknownSource } = prepared;
    if (unknownSource !== undefined) {
      return bad(variableFault(dashboard, name, `its data source does not exist: ${unknownSource}`, false));
    }
    const reply = await http.post("api/ds/query", requestBody([prepared], range));
    if (!reply.ok) return reply;
    const answer = answerTo(refId, reply.value);
    if (answer.kind === "failed") return bad(variableFault(dashboard, name, `its query failed: ${answer.reason}`));
    return good(optionsIn(valueAt(reply.value.json, "results", refId)));
  };
}

/** The queries of a panel, ready to be sent in one request. */
interface PanelRequest {
  readonly queries: readonly PreparedQuery[];
  readonly range: TimeRange;
}

function preparePanel(panel: Panel, { sources, range: outer }: QueryContext, chosen: Values): PanelRequest {
  const own = panel.timeFrom === undefined ? undefined : durationOf(panel.timeFrom);
  const range = own === undefined ? outer : { ...outer, from: outer.to - own };
  const maxDataPoints = panel.maxDataPoints ?? POINTS;
  const intervalMs = intervalOf(range, maxDataPoints, durationOf(panel.minInterval ?? ""));
  const values = new Map([...chosen, ...builtIns(range, intervalMs)]);
  const resolution = { intervalMs, maxDataPoints };
  return { queries: panel.queries.map((query) => prepareQuery(query, { values, sources }, resolution)), range };
}

async function queryPanel(
  { queries, range }: PanelRequest,
  { http, sources }: QueryContext,
): Promise<Outcome<readonly PanelResult[]>> {
  const sent = queries.filter(({ unknownSource }) => unknownSource === undefined);
  const reply = sent.length === 0 ? undefined : await http.post("api/ds/query", requestBody(sent, range));
  if (reply && !reply.ok) return reply;
  const known = sources.map(({ uid, name }) => `${uid} (${name})`);
  return good(
    queries.map(({ refId, text, unknownSource: uid }) => {
      if (uid !== undefined) return { refId, text, answer: { kind: "no-datasource", uid, known } };
      return { refId, text, answer: answerTo(refId, reply?.value) };
    }),
  );
}
