import type { Outcome } from "../../errors/fault.ts";
import type { Value, ValueMap } from "../../model/value.ts";

/** A Grafana server and the account to use. */
export interface GrafanaTarget {
  /** As the host sees it. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Seconds until an answer must be complete. */
  readonly timeout: number;
}

/** A time range, in epoch milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export interface GrafanaHealth {
  /** Grafana's report about its own database: "ok" if it is healthy. */
  readonly database: string;
  readonly version: string;
}

export interface DataSource {
  readonly uid: string;
  readonly name: string;
  /** The id of its plugin. */
  readonly type: string;
  readonly isDefault: boolean;
}

export interface DataSourceHealth {
  readonly healthy: boolean;
  /** The plugin's message, or why there is none. */
  readonly message: string;
}

/** One query of a panel, as written in the dashboard. */
export interface PanelQuery {
  readonly refId: string;
  /** The data source's uid or name, possibly a variable; undefined for the default one. */
  readonly datasource: string | undefined;
  readonly model: ValueMap;
}

export interface Panel {
  readonly title: string;
  /** The maximum number of points, if the panel sets one. */
  readonly maxDataPoints: number | undefined;
  /** The shortest interval, such as `10s`. */
  readonly minInterval: string | undefined;
  /** The panel's own time range, such as `24h`. */
  readonly timeFrom: string | undefined;
  /** The queries that a browser would send. */
  readonly queries: readonly PanelQuery[];
}

export interface Variable {
  readonly name: string;
  readonly type: string;
  /** The selected values. */
  readonly current: readonly string[];
  readonly includeAll: boolean;
  readonly allValue: string | undefined;
  readonly multi: boolean;
  /** A comma-separated list, a plugin's id or a query, depending on `type`. */
  readonly query: Value;
  readonly datasource: string | undefined;
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly variables: readonly Variable[];
}

/** A rule by which Grafana decides whether to alert. */
export interface AlertRule {
  readonly title: string;
  /** Whether a query without rows means that all is well. */
  readonly mayBeEmpty: boolean;
  readonly queries: readonly PanelQuery[];
}

/** The answer to a query: its number of rows, or why there are none. */
export type QueryAnswer =
  | { readonly kind: "rows"; readonly rows: number }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "no-datasource"; readonly uid: string; readonly known: readonly string[] };

/** A panel's query and its answer. */
export interface QueryResult {
  readonly dashboard: string;
  readonly panel: string;
  readonly refId: string;
  /** The query as it was sent. */
  readonly text: string;
  readonly answer: QueryAnswer;
  /** Whether an answer without rows is not a fault. */
  readonly mayBeEmpty?: boolean;
}

export interface PanelOptions {
  /** `now`, `now-6h` or epoch milliseconds. */
  readonly from: string;
  readonly to: string;
  /** Values of variables; the others get the value that a browser would show first. */
  readonly variables: Readonly<Record<string, string | readonly string[]>>;
}

/** Requests that only read. */
export interface GrafanaReader {
  health(): Promise<Outcome<GrafanaHealth>>;
  /** The status of a request that requires a login and has none. */
  statusWithoutLogin(): Promise<Outcome<number>>;
  /** Whether this login is accepted. */
  accepts(user: string, password: string): Promise<Outcome<boolean>>;
  /** The plugin's version; undefined if it is not installed. */
  plugin(id: string): Promise<Outcome<string | undefined>>;
  datasources(): Promise<Outcome<readonly DataSource[]>>;
  datasourceHealth(uid: string): Promise<Outcome<DataSourceHealth>>;
  /** Runs every query of a dashboard's panels. */
  panels(uid: string, options: PanelOptions): Promise<Outcome<readonly QueryResult[]>>;
  /** Runs every query of the alert rules, and their conditions. */
  alerts(): Promise<Outcome<readonly QueryResult[]>>;
  /** Runs the queries of a dashboard before it is deployed; none if Grafana already has the same dashboard. */
  preview(dashboard: Value, options: PanelOptions): Promise<Outcome<readonly QueryResult[]>>;
}

/** This client changes nothing. */
export type GrafanaWriter = Readonly<Record<string, never>>;
