import { NONE_FOR_A_DAY, stat } from "../panels.ts";
import { sqlQuery } from "../query.ts";
import { age, IN_RANGE, NEWEST_ROW, recordsPerSecond } from "../sql.ts";
import { thresholds, thresholdsOf } from "../thresholds.ts";

export function rate() {
  return stat({
    title: "Records per second",
    description: "Of all sensors, in the last full minute that has had 30 seconds to arrive.",
    unit: "suffix: /s",
    width: 6,
    height: 4,
  })
    .decimals(1)
    .thresholds(thresholds("red", { green: 0.01 }))
    .withTarget(sqlQuery("A", "raw_sensors", { sql: recordsPerSecond("raw_sensors", "raw") }))
    .withTarget(sqlQuery("B", "clean_sensors", { sql: recordsPerSecond("clean_sensors", "clean") }));
}

export function share() {
  const sql = `SELECT SUM(outliers) * 1.0 / SUM(readings) AS "share of outliers"
FROM outlier_stats
WHERE ${IN_RANGE}
HAVING SUM(readings) > 0`;
  return stat({
    title: "Share of outliers",
    description: "Of the readings in the closed windows of the displayed time range.",
    unit: "percentunit",
    width: 4,
    height: 4,
  })
    .decimals(2)
    .thresholds(thresholds("green", { orange: 0.1, red: 0.3 }))
    .withTarget(sqlQuery("A", "outlier_stats", { sql }));
}

export function delay() {
  return stat({
    title: "End-to-end delay",
    description:
      "Seconds since the newest reading that has passed the filter and can be queried. It includes the time between two readings.",
    unit: "s",
    width: 4,
    height: 4,
  })
    .mappings([NONE_FOR_A_DAY])
    .thresholds(thresholds("green", { orange: 60, red: 300 }))
    .withTarget(sqlQuery("A", "clean_sensors", { sql: age("clean_sensors", NEWEST_ROW, "delay") }));
}

export function openWindow() {
  const readings = `SELECT COUNT(*) AS "readings"
FROM raw_sensors
WHERE __time >= CURRENT_TIMESTAMP - INTERVAL '1' DAY
  AND TIMESTAMP_TO_MILLIS(__time) >= (SELECT COALESCE(MAX(window_end), 0) FROM outlier_stats WHERE __time >= CURRENT_TIMESTAMP - INTERVAL '1' DAY)`;
  return stat({
    title: "Open window",
    description:
      "Since when no window has been closed, and the readings since then. A window of ten minutes closes when later readings arrive.",
    unit: "s",
    width: 6,
    height: 4,
  })
    .mappings([NONE_FOR_A_DAY])
    .thresholds(thresholds("green", { orange: 900, red: 1800 }))
    .overrideByName("readings", [
      { id: "unit", value: "short" },
      { id: "thresholds", value: thresholdsOf("text", {}) },
    ])
    .withTarget(sqlQuery("A", "outlier_stats", { sql: age("outlier_stats", "MAX(window_end)", "open for") }))
    .withTarget(sqlQuery("B", "raw_sensors", { sql: readings }));
}

export function late() {
  const sql = `SELECT SUM(late) AS "late"
FROM outlier_stats
WHERE ${IN_RANGE}
HAVING COUNT(*) > 0`;
  return stat({
    title: "Late readings",
    description: "Readings that arrived too late to be filtered, in the closed windows of the displayed time range.",
    unit: "short",
    width: 4,
    height: 4,
  })
    .thresholds(thresholds("green", { orange: 1 }))
    .withTarget(sqlQuery("A", "outlier_stats", { sql }));
}
