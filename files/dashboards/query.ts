import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import type { DataSourceRef } from "@grafana/grafana-foundation-sdk/common";

/** The data source of all panels: `grafana_plugin` and `grafana_datasource_uid` of the role. */
export const DRUID: DataSourceRef = { type: "grafadruid-druid-datasource", uid: "druid" };

/** The SDK knows only the queries of Grafana's own data sources. */
interface DruidQuery extends Dataquery {
  readonly refId: string;
  readonly datasource: DataSourceRef;
  readonly builder: object;
  readonly settings: object;
}

/** How the plugin returns rows: a column per field, or a series per combination of strings (rows sorted by time). */
type Format = "long" | "wide";

/** What the plugin requires of every query. Without `dataSource` or `settings` it returns nothing, even for SQL. */
export function sqlModel(table: string, sql: string, format: Format = "long") {
  return {
    builder: { queryType: "sql", dataSource: { type: "table", name: table }, query: sql },
    settings: { format },
  };
}

/** A panel's query. */
export function sqlQuery(
  refId: string,
  table: string,
  { sql, format = "long" }: { readonly sql: string; readonly format?: Format },
): Builder<Dataquery> {
  const query: DruidQuery = {
    refId,
    datasource: DRUID,
    ...sqlModel(table, sql, format),
    _implementsDataqueryVariant: () => undefined,
  };
  return { build: () => query };
}
