import { toJson } from "../../model/json.ts";
import { isList, isMap, type Value, type ValueMap } from "../../model/value.ts";
import type { Dashboard, DataSource, Panel, PanelQuery, Variable } from "./model.ts";
import { listAt, numberAt, stringAt, valueAt } from "../json-fields.ts";

/** Parses a dashboard's JSON, with Grafana's defaults. */
export function dashboardOf(value: Value): Dashboard {
  return {
    uid: stringAt(value, "uid") ?? "",
    title: stringAt(value, "title") ?? "",
    panels: panelsIn(value).map(panelOf),
    variables: listAt(value, "templating", "list").map(variableOf),
  };
}

/** All panels, including those within rows. */
function panelsIn(value: Value): readonly Value[] {
  return listAt(value, "panels").flatMap((panel) => [panel, ...panelsIn(panel)]);
}

function panelOf(panel: Value): Panel {
  const points = valueAt(panel, "maxDataPoints");
  return {
    title: stringAt(panel, "title") ?? `number ${numberAt(panel, "id")}`,
    maxDataPoints: typeof points === "number" ? points : undefined,
    minInterval: stringAt(panel, "interval"),
    timeFrom: stringAt(panel, "timeFrom"),
    queries: listAt(panel, "targets").flatMap((target) => queryOf(target, panel)),
  };
}

/** A query that a browser would send: neither hidden nor reusing the result of another panel. */
function queryOf(target: Value, panel: Value): readonly PanelQuery[] {
  if (!isMap(target) || target["hide"] === true) return [];
  const own = sourceName(valueAt(panel, "datasource"));
  const datasource = sourceName(target["datasource"]) ?? (own === "-- Mixed --" ? undefined : own);
  if (datasource === "-- Dashboard --") return [];
  return [{ refId: stringAt(target, "refId") ?? "A", datasource, model: target }];
}

/** Older dashboards refer to a data source by a string. */
function sourceName(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : stringAt(value, "uid");
}

function variableOf(value: Value): Variable {
  const selected = valueAt(value, "current", "value");
  const current = selected === undefined || selected === "" ? [] : isList(selected) ? selected : [selected];
  return {
    name: stringAt(value, "name") ?? "",
    type: stringAt(value, "type") ?? "",
    current: current.map(String),
    includeAll: valueAt(value, "includeAll") === true,
    allValue: stringAt(value, "allValue"),
    multi: valueAt(value, "multi") === true,
    query: valueAt(value, "query") ?? "",
    datasource: sourceName(valueAt(value, "datasource")),
  };
}

export function dataSourcesOf(value: Value): readonly DataSource[] {
  return (isList(value) ? value : []).map((source) => ({
    uid: stringAt(source, "uid") ?? "",
    name: stringAt(source, "name") ?? "",
    type: stringAt(source, "type") ?? "",
    isDefault: valueAt(source, "isDefault") === true,
  }));
}

/** Finds a query's data source by uid or by name; without either, the default one. */
export function sourceFor(named: string | undefined, sources: readonly DataSource[]): DataSource | undefined {
  if (named === undefined) return sources.find(({ isDefault }) => isDefault);
  return sources.find(({ uid }) => uid === named) ?? sources.find(({ name }) => name === named);
}

/** Counts the rows of one query's frames: a frame may have none. */
export function rowsIn(result: Value | undefined): number {
  const lengths = listAt(result, "frames").map((frame) => {
    const columns = listAt(frame, "data", "values").map((column) => (isList(column) ? column.length : 0));
    return Math.max(0, ...columns);
  });
  return lengths.reduce((sum, rows) => sum + rows, 0);
}

/** The distinct values in the first column of the first frame: the choices of a variable. */
export function optionsIn(result: Value | undefined): readonly string[] {
  const [frame] = listAt(result, "frames");
  const [column] = listAt(frame, "data", "values");
  return column !== undefined && isList(column) ? [...new Set(column.map(String))] : [];
}

/** The human-readable form of a query. */
export function queryText(model: ValueMap): string {
  const text = stringAt(model, "builder", "query") ?? stringAt(model, "rawSql") ?? stringAt(model, "expr");
  return text ?? toJson(valueAt(model, "builder") ?? model);
}
