import { lines, NONE_FOR_A_DAY, stat, table } from "../panels.ts";
import { sqlQuery } from "../query.ts";
import { age, IN_RANGE, NEWEST_ROW } from "../sql.ts";
import { thresholds, thresholdsOf } from "../thresholds.ts";

/** Without pipeline_health, of which there is no complete minute when the site has just been deployed. */
const TABLES = ["raw_sensors", "clean_sensors", "outlier_stats"];
/** The end of the last minute whose rows have had 30 seconds to arrive. */
const LAST_COMPLETE_MINUTE = "MILLIS_TO_TIMESTAMP(((${__to} - 30000) / 60000) * 60000)";
/** A window of outlier_stats takes ten minutes. */
const ROWS_GAP_MS = 900_000;

export function behind() {
  return stat({
    title: "Behind by",
    description:
      "Seconds since the newest row's time. For outlier_stats, since the end of the last closed window, which is usually up to ten minutes and sometimes more.",
    unit: "s",
    width: 8,
    height: 4,
  })
    .mappings([NONE_FOR_A_DAY])
    .thresholds(thresholds("green", { orange: 60, red: 300 }))
    .overrideByName("outlier_stats", [{ id: "thresholds", value: thresholdsOf("green", { orange: 900, red: 1800 }) }])
    .withTarget(sqlQuery("A", "raw_sensors", { sql: age("raw_sensors", NEWEST_ROW, "raw_sensors") }))
    .withTarget(sqlQuery("B", "clean_sensors", { sql: age("clean_sensors", NEWEST_ROW, "clean_sensors") }))
    .withTarget(sqlQuery("C", "outlier_stats", { sql: age("outlier_stats", "MAX(window_end)", "outlier_stats") }));
}

export function failedTasks() {
  const sql = `SELECT SUM(CASE WHEN "status" = 'FAILED' THEN 1 ELSE 0 END) AS "failed"
FROM sys.tasks
HAVING COUNT(*) > 0`;
  return stat({
    title: "Failed tasks",
    description: "Among the tasks that Druid still remembers, about a day's.",
    unit: "short",
    width: 3,
    height: 4,
  })
    .thresholds(thresholds("green", { red: 1 }))
    .withTarget(sqlQuery("A", "sys.tasks", { sql }));
}

export function unavailableSegments() {
  const sql = `SELECT SUM(CASE WHEN is_published = 1 AND is_available = 0 THEN 1 ELSE 0 END) AS "unavailable"
FROM sys.segments
WHERE is_active = 1
HAVING COUNT(*) > 0`;
  return stat({
    title: "Unavailable segments",
    description: "Published segments that no historical has loaded: queries do not see their rows.",
    unit: "short",
    width: 3,
    height: 4,
  })
    .thresholds(thresholds("green", { red: 1 }))
    .withTarget(sqlQuery("A", "sys.segments", { sql }));
}

export function rows() {
  const sqlOf = (name: string) => `SELECT TIME_FLOOR(__time, 'PT1M') AS "time", COUNT(*) AS "${name}"
FROM ${name}
WHERE ${IN_RANGE} AND __time < ${LAST_COMPLETE_MINUTE}
GROUP BY 1
ORDER BY 1`;
  const panel = lines(
    {
      title: "Rows per minute",
      description: "Of each datasource of the pipeline, by the rows' own time. A window of outlier_stats is one row.",
      unit: "short",
      width: 24,
      height: 8,
    },
    ROWS_GAP_MS,
  ).min(0);
  for (const [index, name] of TABLES.entries()) {
    panel.withTarget(sqlQuery(String.fromCharCode(65 + index), name, { sql: sqlOf(name) }));
  }
  return panel;
}

export function supervisors() {
  const sql = `SELECT supervisor_id AS "supervisor", "state", detailed_state AS "detail", healthy, suspended
FROM sys.supervisors
ORDER BY 1`;
  return table({
    title: "Supervisors",
    description: "One per topic that Druid ingests.",
    unit: "none",
    width: 12,
    height: 7,
  }).withTarget(sqlQuery("A", "sys.supervisors", { sql }));
}

export function tasks() {
  const sql = `SELECT datasource, "status", COUNT(*) AS "tasks"
FROM sys.tasks
GROUP BY 1, 2
ORDER BY 1, 2`;
  return table({
    title: "Tasks",
    description: "Of about a day, by datasource and status.",
    unit: "short",
    width: 12,
    height: 7,
  }).withTarget(sqlQuery("A", "sys.tasks", { sql }));
}

export function segments() {
  const sql = `SELECT datasource, COUNT(*) AS "segments", SUM(num_rows) AS "rows", SUM("size") AS "bytes", SUM(is_published) AS "published", SUM(is_available) AS "available", SUM(is_realtime) AS "realtime"
FROM sys.segments
WHERE is_active = 1
GROUP BY 1
ORDER BY 1`;
  return table({
    title: "Segments",
    description: "Stored data by datasource. Rows of segments that are still being written are not counted.",
    unit: "short",
    width: 12,
    height: 7,
  })
    .overrideByName("bytes", [{ id: "unit", value: "bytes" }])
    .withTarget(sqlQuery("A", "sys.segments", { sql }));
}

export function services() {
  const sql = `SELECT server_type AS "service", server, curr_size AS "stored", max_size AS "capacity"
FROM sys.servers
ORDER BY 1, 2`;
  return table({
    title: "Services",
    description: "Druid's services on all servers, and how much data those with a segment cache store.",
    unit: "bytes",
    width: 12,
    height: 7,
  }).withTarget(sqlQuery("A", "sys.servers", { sql }));
}
