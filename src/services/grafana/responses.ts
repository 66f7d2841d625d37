import { isList, isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { Dashboard, DataSource, Panel, PanelQuery, Variable } from "./model.ts";
import { listAt, numberAt, textAt, valueAt } from "../json-fields.ts";

/** A dashboard out of its JSON; what it lacks is taken as Grafana takes it. */
export function dashboardOf(value: Value): Dashboard {
  return {
    uid: textAt(value, "uid") ?? "",
    title: textAt(value, "title") ?? "",
    panels: panelsIn(value).map(panelOf),
    variables: listAt(value, "templating", "list").map(variableOf),
  };
}

/** All panels, those within rows too. */
function panelsIn(value: Value): readonly Value[] {
  return listAt(value, "panels").flatMap((panel) => [panel, ...panelsIn(panel)]);
}

function panelOf(panel: Value): Panel {
  const points = valueAt(panel, "maxDataPoints");
  return {
    title: textAt(panel, "title") ?? `number ${numberAt(panel, "id")}`,
    maxDataPoints: typeof points === "number" ? points : undefined,
    minInterval: textAt(panel, "interval"),
    timeFrom: textAt(panel, "timeFrom"),
    queries: listAt(panel, "targets").flatMap((target) => queryOf(target, panel)),
  };
}

/** A query that a browser would send: not a hidden one, and none that reuses what another panel got. */
function queryOf(target: Value, panel: Value): readonly PanelQuery[] {
  if (!isMap(target) || target["hide"] === true) return [];
  const own = sourceName(valueAt(panel, "datasource"));
  const datasource = sourceName(target["datasource"]) ?? (own === "-- Mixed --" ? undefined : own);
  if (datasource === "-- Dashboard --") return [];
  return [{ refId: textAt(target, "refId") ?? "A", datasource, model: target }];
}

/** Older dashboards name a data source by a text. */
function sourceName(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : textAt(value, "uid");
}

function variableOf(value: Value): Variable {
  const chosen = valueAt(value, "current", "value");
  const current = chosen === undefined || chosen === "" ? [] : isList(chosen) ? chosen : [chosen];
  return {
    name: textAt(value, "name") ?? "",
    type: textAt(value, "type") ?? "",
    current: current.map(String),
    includeAll: valueAt(value, "includeAll") === true,
    allValue: textAt(value, "allValue"),
    multi: valueAt(value, "multi") === true,
    query: valueAt(value, "query") ?? "",
    datasource: sourceName(valueAt(value, "datasource")),
  };
}

export function dataSourcesOf(value: Value): readonly DataSource[] {
  return (isList(value) ? value : []).map((source) => ({
    uid: textAt(source, "uid") ?? "",
    name: textAt(source, "name") ?? "",
    type: textAt(source, "type") ?? "",
    isDefault: valueAt(source, "isDefault") === true,
  }));
}

/** The data source that a query means, by uid or by name; without either, the default one. */
export function sourceFor(named: string | undefined, sources: readonly DataSource[]): DataSource | undefined {
  if (named === undefined) return sources.find(({ isDefault }) => isDefault);
  return sources.find(({ uid }) => uid === named) ?? sources.find(({ name }) => name === named);
}

/** The rows of one query's frames; a frame without rows is still a frame, so they are counted. */
export function rowsIn(result: Value | undefined): number {
  const lengths = listAt(result, "frames").map((frame) => {
    const columns = listAt(frame, "data", "values").map((column) => (isList(column) ? column.length : 0));
    return Math.max(0, ...columns);
  });
  return lengths.reduce((sum, rows) => sum + rows, 0);
}

/** The first column of the first frame, as texts: what a variable's query chooses among. */
export function optionsIn(result: Value | undefined): readonly string[] {
  const [frame] = listAt(result, "frames");
  const [column] = listAt(frame, "data", "values");
  return column !== undefined && isList(column) ? [...new Set(column.map(String))] : [];
}

/** What a query asks, as a person would write it. */
export function queryText(model: ValueMap): string {
  const text = textAt(model, "builder", "query") ?? textAt(model, "rawSql") ?? textAt(model, "expr");
  return text ?? JSON.stringify(valueAt(model, "builder") ?? model);
}
