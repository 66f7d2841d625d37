import pLimit from "p-limit";
import { grafanaFault } from "../../errors/catalogue/services/grafana.ts";
import { bad, collect, good, type Outcome } from "../../errors/fault.ts";
import { isMap, type Value, type ValueMap } from "../../model/value.ts";
import { type AskOptions, chooseValues, variableFault } from "./choose.ts";
import { type GrafanaHttp, reasonOf } from "./http.ts";
import type { Answered, Asked, Dashboard, DataSource, Panel, PanelOptions, TimeRange } from "./model.ts";
import { saidBy } from "./reason.ts";
import { dashboardOf, dataSourcesOf, optionsIn, queryText, rowsIn, sourceFor } from "./responses.ts";
import { durationOf, intervalOf, rangeOf } from "./time.ts";
import { builtIns, replaced, type Values, withVariables } from "./variables.ts";
import type { Reply } from "../http/reply.ts";
import { textAt, valueAt } from "../json-fields.ts";

/** About the width of a panel, in points: what a browser takes where the panel says nothing. */
const POINTS = 1000;
/** A dashboard may let one choose among thousands. */
const MOST_OTHERS = 50;
/** Panels that are asked at the same time: a browser has no more than six requests to one server under way. */
const AT_ONCE = 4;
/** Data sources that Grafana has without any being set up. */
const BUILT_IN = ["grafana", "-- Grafana --", "__expr__"];

interface Asking {
  readonly http: GrafanaHttp;
  readonly sources: readonly DataSource[];
  readonly range: TimeRange;
  readonly values: Values;
}

type PanelAsked = Omit<Asked, "dashboard" | "panel">;

/** A query ready to be sent, or the name of a data source that is not there. */
interface Prepared {
  readonly refId: string;
  readonly text: string;
  readonly lost: string | undefined;
  readonly body: ValueMap;
}

export async function dashboardAt(http: GrafanaHttp, uid: string): Promise<Outcome<Dashboard>> {
  const found = await http.find(`show the dashboard ${uid}`, `api/dashboards/uid/${encodeURIComponent(uid)}`);
  if (!found.ok) return found;
  const dashboard = valueAt(found.value, "dashboard");
  if (dashboard === undefined) return bad(grafanaFault("services/grafana-dashboard", { uid }, { missing: true }));
  return good(dashboardOf(dashboard));
}

export async function datasourcesOf(http: GrafanaHttp): Promise<Outcome<readonly DataSource[]>> {
  const found = await http.find("list its data sources", "api/datasources");
  return found.ok ? good(dataSourcesOf(found.value ?? [])) : found;
}

/** Asks every query of the panels of a dashboard that Grafana has. */
export async function askPanels(
  http: GrafanaHttp,
  uid: string,
  options: PanelOptions,
  now: number,
): Promise<Outcome<readonly Asked[]>> {
  const range = rangeOf(options.from, options.to, now);
  if (!range.ok) return range;
  const dashboard = await dashboardAt(http, uid);
  return dashboard.ok ? askDashboard(http, dashboard.value, options, now, MOST_OTHERS) : dashboard;
}

/**
 * Asks every query of a dashboard's panels, each panel's together as a browser does. One without rows is asked with up
 * to so many other values of each variable, too: that the first sensor has had no outlier is no fault of the panel.
 */
export async function askDashboard(
  http: GrafanaHttp,
  dashboard: Dashboard,
  { from, to, variables }: PanelOptions,
  now: number,
  mostOthers = 0,
): Promise<Outcome<readonly Asked[]>> {
  const range = rangeOf(from, to, now);
  if (!range.ok) return range;
  const sources = await datasourcesOf(http);
  if (!sources.ok) return sources;
  const asking = { http, sources: sources.value, range: range.value };
  const start = builtIns(range.value, intervalOf(range.value, POINTS));
  const options = optionsBy(asking, dashboard.title);
  const chosen = await chooseValues(dashboard, variables, start, sources.value, options);
  if (!chosen.ok) return chosen;
  const { values, others } = chosen.value;
  const alternatives = [...others].flatMap(([name, list]) =>
    list.slice(0, mostOthers).map((value) => new Map([...values, [name, value]])),
  );
  const limit = pLimit(AT_ONCE);
  const asked = await Promise.all(
    dashboard.panels
      .filter(({ queries }) => queries.length > 0)
      .map((panel) => limit(() => askUntilRows(panel, dashboard.title, asking, [values, ...alternatives]))),
  );
  const all = collect(asked);
  return all.ok ? good(all.value.flat()) : all;
}

/** Each query's first answer that has rows; where none has any, its first one. */
async function askUntilRows(
  panel: Panel,
  dashboard: string,
  asking: Omit<Asking, "values">,
  choices: readonly Values[],
): Promise<Outcome<readonly Asked[]>> {
  let best: readonly PanelAsked[] | undefined;
  for (const values of choices) {
    const asked = await askPanel(panel, { ...asking, values });
    if (!asked.ok) return asked;
    best = best?.map((one, index) => (isEmpty(one) ? betterOf(one, asked.value[index]) : one)) ?? asked.value;
    if (!best.some(isEmpty)) break;
  }
  return good((best ?? []).map((answer) => ({ ...answer, dashboard, panel: panel.title })));
}

const isEmpty = ({ answer }: PanelAsked): boolean => answer.kind === "rows" && answer.rows === 0;

const betterOf = (one: PanelAsked, other: PanelAsked | undefined): PanelAsked =>
  other?.answer.kind === "rows" && other.answer.rows > 0 ? other : one;

/** Asks the queries of a dashboard's variables. */
function optionsBy({ http, sources, range }: Omit<Asking, "values">, dashboard: string): AskOptions {
  return async ({ name, query, datasource }, values) => {
    const { refId, lost, body } = prepare(
      { refId: "A", datasource, model: isMap(query) ? query : {} },
      values,
      sources,
    );
    if (lost !== undefined) return bad(variableFault(dashboard, name, `its data source is not there: ${lost}`, false));
    const reply = await http.post("api/ds/query", bodyOf([body], range));
    if (!reply.ok) return reply;
    const answer = answerTo(refId, reply.value);
    if (answer.kind === "failed") return bad(variableFault(dashboard, name, `its query failed: ${answer.reason}`));
    return good(optionsIn(valueAt(reply.value.json, "results", refId)));
  };
}

async function askPanel(
  panel: Panel,
  { http, sources, range: outer, values: chosen }: Asking,
): Promise<Outcome<readonly PanelAsked[]>> {
  const own = panel.timeFrom === undefined ? undefined : durationOf(panel.timeFrom);
  const range = own === undefined ? outer : { ...outer, from: outer.to - own };
  const points = panel.maxDataPoints ?? POINTS;
  const intervalMs = intervalOf(range, points, durationOf(panel.minInterval ?? ""));
  const values = new Map([...chosen, ...builtIns(range, intervalMs)]);
  const prepared = panel.queries.map((query) => prepare(query, values, sources, intervalMs, points));
  const sent = prepared.filter(({ lost }) => lost === undefined);
  const known = sources.map(({ uid, name }) => `${uid} (${name})`);
  const reply = sent.length === 0 ? undefined : await http.post("api/ds/query", bodyOf(bodies(sent), range));
  if (reply && !reply.ok) return reply;
  return good(
    prepared.map(({ refId, text, lost }) => {
      if (lost !== undefined) return { refId, text, answer: { kind: "no-datasource", uid: lost, known } };
      return { refId, text, answer: answerTo(refId, reply?.value) };
    }),
  );
}

const bodies = (prepared: readonly Prepared[]) => prepared.map(({ body }) => body);

function prepare(
  { refId, datasource, model }: Panel["queries"][number],
  values: Values,
  sources: readonly DataSource[],
  intervalMs = 1000,
  maxDataPoints = POINTS,
): Prepared {
  const query = withVariables(model, values);
  const named = datasource === undefined ? undefined : replaced(datasource, values);
  const source = sourceFor(named, sources);
  const builtIn = named !== undefined && BUILT_IN.includes(named) ? { uid: named, type: named } : undefined;
  const lost = source || builtIn ? undefined : (named ?? "the default one");
  const reference = source ? { uid: source.uid, type: source.type } : (builtIn ?? null);
  const body = { ...(isMap(query) ? query : {}), refId, datasource: reference, intervalMs, maxDataPoints };
  return { refId, text: queryText(body), lost, body };
}

function bodyOf(queries: readonly Value[], { from, to }: TimeRange): unknown {
  return { queries, from: `${from}`, to: `${to}` };
}

/** One failed query makes the status of the whole answer an error, and the others' rows are still there. */
function answerTo(refId: string, reply: Reply | undefined): Answered {
  const result = valueAt(reply?.json, "results", refId);
  if (reply && result === undefined) return { kind: "failed", reason: reasonOf(reply) };
  const error = textAt(result, "error");
  return error ? { kind: "failed", reason: saidBy(error) } : { kind: "rows", rows: rowsIn(result) };
}
