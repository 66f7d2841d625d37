import { grafanaFault } from "../../errors/catalogue/services/grafana.ts";
import { bad, collect, good, type Outcome } from "../../errors/fault.ts";
import { isMap, type Value } from "../../model/value.ts";
import { listAt, stringAt, valueAt } from "../json-fields.ts";
import type { GrafanaHttp } from "./http.ts";
import { allDataSources } from "./lookup.ts";
import type { AlertRule, DataSource, PanelQuery, QueryResult, TimeRange } from "./model.ts";
import { answerTo, prepareQuery, requestBody } from "./query.ts";

/** What results of alert rules name in place of a dashboard. */
const ALERT_RULES = "Alert rules";
const TEN_MINUTES_MS = 600_000;

const LIST = "list its alert rules";

/** The alert rules that Grafana has. A Grafana without any has not read its provisioning. */
async function alertRules(http: GrafanaHttp): Promise<Outcome<readonly AlertRule[]>> {
  const found = await http.find(LIST, "api/v1/provisioning/alert-rules");
  if (!found.ok) return found;
  const rules = listAt(found.value).map(ruleOf);
  if (rules.length > 0) return good(rules);
  return bad(grafanaFault("services/grafana-refused", { what: LIST, reason: "it has none" }, { missing: true }));
}

/** Parses a rule. Its conditions are queries too: Grafana computes them from the others' answers. */
function ruleOf(rule: Value): AlertRule {
  return {
    title: stringAt(rule, "title") ?? "",
    mayBeEmpty: stringAt(rule, "noDataState") === "OK",
    queries: listAt(rule, "data").flatMap(queryOf),
  };
}

function queryOf(data: Value): readonly PanelQuery[] {
  const model = valueAt(data, "model");
  if (model === undefined || !isMap(model)) return [];
  return [{ refId: stringAt(data, "refId") ?? "A", datasource: stringAt(data, "datasourceUid"), model }];
}

/** Runs the queries of every alert rule as Grafana does to evaluate it, those of a rule in one request. */
export async function queryAlerts(http: GrafanaHttp, now: number): Promise<Outcome<readonly QueryResult[]>> {
  const rules = await alertRules(http);
  if (!rules.ok) return rules;
  const sources = await allDataSources(http);
  if (!sources.ok) return sources;
  const range = { from: now - TEN_MINUTES_MS, to: now };
  const results = rules.value.map((rule) => queryRule(http, rule, { sources: sources.value, range }));
  const all = collect(await Promise.all(results));
  return all.ok ? good(all.value.flat()) : all;
}

async function queryRule(
  http: GrafanaHttp,
  { title, mayBeEmpty, queries }: AlertRule,
  { sources, range }: { readonly sources: readonly DataSource[]; readonly range: TimeRange },
): Promise<Outcome<readonly QueryResult[]>> {
  const prepared = queries.map((query) => prepareQuery(query, { values: new Map(), sources }));
  const sent = prepared.filter(({ unknownSource }) => unknownSource === undefined);
  const reply = sent.length === 0 ? undefined : await http.post("api/ds/query", requestBody(sent, range));
  if (reply && !reply.ok) return reply;
  const known = sources.map(({ uid, name }) => `${uid} (${name})`);
  return good(
    prepared.map(({ refId, text, unknownSource: uid }): QueryResult => {
      const about = { dashboard: ALERT_RULES, panel: title, refId, text, mayBeEmpty };
      if (uid !== undefined) return { ...about, answer: { kind: "no-datasource", uid, known } };
      return { ...about, answer: answerTo(refId, reply?.value) };
    }),
  );
}
