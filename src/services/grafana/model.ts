import type { Outcome } from "../../errors/fault.ts";
import type { Value, ValueMap } from "../../model/value.ts";

/** A Grafana and the account that is used there. */
export interface GrafanaTarget {
  /** As the host sees it. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Seconds until an answer has to be there. */
  readonly timeout: number;
}

/** A span of time, in epoch milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export interface GrafanaHealth {
  /** What Grafana says of its own database: "ok" where all is well. */
  readonly database: string;
  readonly version: string;
}

export interface DataSource {
  readonly uid: string;
  readonly name: string;
  /** The id of the plugin that serves it. */
  readonly type: string;
  readonly isDefault: boolean;
}

export interface DataSourceHealth {
  readonly healthy: boolean;
  /** What the plugin says of it, or why it says nothing. */
  readonly message: string;
}

/** One query of a panel, as it stands in the dashboard. */
export interface PanelQuery {
  readonly refId: string;
  /** The uid or name that it asks for; nothing: the default one. May be a variable. */
  readonly datasource: string | undefined;
  readonly model: ValueMap;
}

export interface Panel {
  readonly title: string;
  /** Points that are wanted at the most, where the panel says so. */
  readonly maxDataPoints: number | undefined;
  /** The shortest interval, as `10s`. */
  readonly minInterval: string | undefined;
  /** A time range of the panel's own, as `24h`. */
  readonly timeFrom: string | undefined;
  /** Those that a browser would send. */
  readonly queries: readonly PanelQuery[];
}

export interface Variable {
  readonly name: string;
  readonly type: string;
  /** What is chosen, where something is. */
  readonly current: readonly string[];
  readonly includeAll: boolean;
  readonly allValue: string | undefined;
  readonly multi: boolean;
  /** A list with commas, a plugin's id, or a query: by `type`. */
  readonly query: Value;
  readonly datasource: string | undefined;
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly variables: readonly Variable[];
}

/** What a query came to: its rows, or why there are none. */
export type Answered =
  | { readonly kind: "rows"; readonly rows: number }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "no-datasource"; readonly uid: string; readonly known: readonly string[] };

/** A panel's query that has been asked. */
export interface Asked {
  readonly dashboard: string;
  readonly panel: string;
  readonly refId: string;
  /** The query as it was sent. */
  readonly text: string;
  readonly answer: Answered;
}

export interface PanelOptions {
  /** `now`, `now-6h` or epoch milliseconds. */
  readonly from: string;
  readonly to: string;
  /** Values of variables; the others get what a browser would show first. */
  readonly variables: Readonly<Record<string, string | readonly string[]>>;
}

/** Requests that only read. */
export interface GrafanaReader {
  health(): Promise<Outcome<GrafanaHealth>>;
  /** The status that a request gets which needs a login and brings none. */
  statusWithoutLogin(): Promise<Outcome<number>>;
  /** Whether this login is accepted. */
  accepts(user: string, password: string): Promise<Outcome<boolean>>;
  /** The plugin's version; nothing where it is not installed. */
  plugin(id: string): Promise<Outcome<string | undefined>>;
  datasources(): Promise<Outcome<readonly DataSource[]>>;
  datasourceHealth(uid: string): Promise<Outcome<DataSourceHealth>>;
  /** Asks every query of a dashboard's panels. */
  panels(uid: string, options: PanelOptions): Promise<Outcome<readonly Asked[]>>;
  /** Asks the queries of a dashboard that Grafana is to have; none where it has it already. */
  preview(dashboard: Value, options: PanelOptions): Promise<Outcome<readonly Asked[]>>;
}

/** Nothing is changed through this client. */
export type GrafanaWriter = Readonly<Record<string, never>>;
