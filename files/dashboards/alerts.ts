import { DRUID, sqlModel } from "./query.ts";
import { SAMPLES } from "./health/samples.ts";
import { age, NEWEST_ROW } from "./sql.ts";
import type { Dashboard, Panel } from "@grafana/grafana-foundation-sdk/dashboard";

/** A rule fires if its query returns a row whose number is beyond the limit for the whole time `for`. Other columns are labels. */
interface Alert {
  readonly uid: string;
  readonly title: string;
  readonly summary: string;
  readonly table: string;
  readonly sql: string;
  readonly limit: { readonly above: number | Variable } | { readonly below: number | Variable };
  readonly for: string;
  /** Missing rows are an alert, too, unless they say that all is well. */
  readonly noData?: "Alerting" | "OK";
  /** The panel that shows the same: the uid of its dashboard, and its title. */
  readonly panel: readonly [string, string];
}

/** A variable of the role. */
interface Variable {
  readonly variable: string;
}

const HEALTH = "sensor-pipeline-health";
const SINCE = (minutes: number) => `__time >= CURRENT_TIMESTAMP - INTERVAL '${minutes}' MINUTE`;
const behind: Alert["limit"] = { above: { variable: "grafana_alert_behind" } };

const ALERTS: readonly Alert[] = [
  {
    uid: "sensor-pipeline-no-readings",
    title: "No readings",
    summary: "No reading has reached Druid for some time: check the sensors' producer, Kafka and Druid's ingestion.",
    table: "raw_sensors",
    sql: age("raw_sensors", NEWEST_ROW, "seconds"),
    limit: behind,
    for: "2m",
    panel: [HEALTH, "Behind by"],
  },
  {
    uid: "sensor-pipeline-no-clean-readings",
    title: "No clean readings",
    summary: "No reading has passed the filter for some time: check the job in Flink.",
    table: "clean_sensors",
    sql: age("clean_sensors", NEWEST_ROW, "seconds"),
    limit: behind,
    for: "2m",
    panel: [HEALTH, "Behind by"],
  },
  {
    uid: "sensor-pipeline-no-windows",
    title: "No closed window",
    summary: "No window has been closed for a long time: check the job in Flink.",
    table: "outlier_stats",
    sql: age("outlier_stats", "MAX(window_end)", "seconds"),
    limit: { above: { variable: "grafana_alert_window" } },
    for: "2m",
    panel: [HEALTH, "Behind by"],
  },
  {
    uid: "sensor-pipeline-lag",
    title: "Lag",
    summary: "A reader of a topic has been far behind for five minutes.",
    table: SAMPLES,
    sql: `SELECT label AS "reader", MIN("value") AS "records"
FROM ${SAMPLES}
WHERE metric IN ('kafka_lag', 'druid_lag') AND ${SINCE(5)}
GROUP BY 1`,
    limit: { above: { variable: "grafana_alert_lag" } },
    for: "1m",
    panel: [HEALTH, "Lag of consumer groups"],
  },
  {
    uid: "sensor-pipeline-failed-tasks",
    title: "Failed tasks",
    summary: "A task of Druid that began within the last hour has failed.",
    table: "sys.tasks",
    sql: `SELECT SUM(CASE WHEN "status" = 'FAILED' AND created_time >= TIME_FORMAT(CURRENT_TIMESTAMP - INTERVAL '1' HOUR) THEN 1 ELSE 0 END) AS "tasks"
FROM sys.tasks
HAVING COUNT(*) > 0`,
    limit: { above: 0 },
    for: "1m",
    noData: "OK",
    panel: [HEALTH, "Failed tasks"],
  },
  {
    uid: "sensor-pipeline-no-job",
    title: "No running job",
    summary: "Flink runs no job, or has not answered.",
    table: SAMPLES,
    sql: `SELECT MAX("value") AS "jobs"
FROM ${SAMPLES}
WHERE metric = 'flink_jobs' AND ${SINCE(3)}
HAVING COUNT(*) > 0`,
    limit: { below: 1 },
    for: "1m",
    panel: [HEALTH, "Flink"],
  },
  {
    uid: "sensor-pipeline-replicas",
    title: "Partitions without all replicas",
    summary: "Partitions have lacked a replica for five minutes: check the brokers.",
    table: SAMPLES,
    sql: `SELECT MIN("value") AS "partitions"
FROM ${SAMPLES}
WHERE metric = 'kafka_under_replicated' AND ${SINCE(5)}
HAVING COUNT(*) > 0`,
    limit: { above: 0 },
    for: "1m",
    panel: [HEALTH, "Kafka"],
  },
  {
    uid: "sensor-pipeline-disk",
    title: "Disk",
    summary: "A file system is nearly full.",
    table: SAMPLES,
    sql: `SELECT host AS "server", label AS "file system", MIN("value") AS "share"
FROM ${SAMPLES}
WHERE metric = 'disk_used' AND ${SINCE(5)}
GROUP BY 1, 2`,
    limit: { above: { variable: "grafana_alert_disk" } },
    for: "1m",
    panel: [HEALTH, "Disks"],
  },
  {
    uid: "sensor-pipeline-servers",
    title: "Missing servers",
    summary: "Fewer servers than in the inventory send samples.",
    table: SAMPLES,
    sql: `SELECT COUNT(*) AS "servers"
FROM (SELECT host FROM ${SAMPLES} WHERE ${SINCE(3)} GROUP BY 1)`,
    limit: { below: { variable: "grafana_alert_servers" } },
    for: "2m",
    panel: [HEALTH, "CPU"],
  },
];

/** Grafana's provisioning of the rules, as text: a template of the role, because the limits are its variables. */
export function rulesFile(dashboards: ReadonlyMap<string, Dashboard>): string {
  const panels = new Map([...dashboards.values()].map(({ uid = "", panels: all = [] }) => [uid, all as Panel[]]));
  const rules = ALERTS.map((alert) => ruleOf(alert, panels.get(alert.panel[0]) ?? []));
  const file = {
    apiVersion: 1,
    groups: [{ orgId: 1, name: "Sensor pipeline", folder: "Pipeline", interval: "1m", rules }],
  };
  // A variable stands for a number, which has no quotes.
  const text = JSON.stringify(file, null, 2).replaceAll(/"<<(.*?)>>"/g, (_, name: string) => `{{ ${name} }}`);
  return `{{> managed}}\n${text}\n`;
}

function ruleOf(alert: Alert, panels: readonly Panel[]): object {
  const [dashboardUid, title] = alert.panel;
  const panel = panels.find((one) => one.title === title);
  if (panel?.id === undefined) throw new Error(`The dashboard ${dashboardUid} has no panel "${title}".`);
  return {
    uid: alert.uid,
    title: alert.title,
    condition: "C",
    data: [queryOf(alert), conditionOf(alert)],
    dashboardUid,
    panelId: panel.id,
    noDataState: alert.noData ?? "Alerting",
    execErrState: "Error",
    for: alert.for,
    annotations: { summary: alert.summary },
    labels: { pipeline: "sensors" },
  };
}

/** The last ten minutes: the queries have limits of their own, but Grafana requires a range. */
const RANGE = { from: 600, to: 0 };

function queryOf({ table, sql }: Alert): object {
  return {
    refId: "A",
    relativeTimeRange: RANGE,
    datasourceUid: DRUID.uid,
    model: { refId: "A", datasource: DRUID, ...sqlModel(table, sql) },
  };
}

function conditionOf({ limit }: Alert): object {
  const [type, value] = "above" in limit ? (["gt", limit.above] as const) : (["lt", limit.below] as const);
  const params = [typeof value === "number" ? value : `<<${value.variable}>>`];
  const datasource = { type: "__expr__", uid: "__expr__" };
  const conditions = [{ evaluator: { type, params } }];
  return {
    refId: "C",
    relativeTimeRange: RANGE,
    datasourceUid: "__expr__",
    model: { refId: "C", datasource, type: "threshold", expression: "A", conditions },
  };
}
