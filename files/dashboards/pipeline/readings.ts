import { VisibilityMode } from "@grafana/grafana-foundation-sdk/common";
import { color, lines, table } from "../panels.ts";
import { sqlQuery } from "../query.ts";
import { IN_RANGE, INTERVAL } from "../sql.ts";

/** A sensor without a reading for so long has a gap. It is the panels' interval for a range of a day, the longest with lines. */
const READING_GAP_MS = 120_000;
/** The end of the last interval whose records have had 30 seconds to arrive. */
const LAST_COMPLETE = "MILLIS_TO_TIMESTAMP(((${__to} - 30000) / ${__interval_ms}) * ${__interval_ms})";
const SENSOR = "sensor IN (${sensor:sqlstring})";

/** A panel per selected sensor. */
export function rawAgainstClean() {
  const average = (table: string, name: string) => `SELECT ${INTERVAL}, AVG("value") AS "${name}"
FROM ${table}
WHERE ${SENSOR} AND ${IN_RANGE}
GROUP BY 1
ORDER BY 1`;
  // A reading that is not in the clean topic either is an outlier or has not been filtered yet.
  const outliers = `SELECT __time AS "time", MAX("value") AS "outlier"
FROM TABLE(APPEND('raw_sensors', 'clean_sensors'))
WHERE ${SENSOR} AND ${IN_RANGE}
  AND __time <= (SELECT MAX(__time) FROM clean_sensors WHERE ${SENSOR} AND ${IN_RANGE})
GROUP BY __time, seq
HAVING COUNT("filter") = 0
ORDER BY 1
LIMIT 1000`;
  return lines(
    {
      title: "$sensor: raw against clean",
      description:
        "One sensor's readings before and after the filter. Points mark the readings that the filter removed.",
      unit: "none",
      width: 24,
      height: 8,
    },
    READING_GAP_MS,
  )
    .repeat("sensor")
    .repeatDirection("h")
    .maxPerRow(2)
    .maxDataPoints(720)
    .interval("1s")
    .overrideByName("raw", [color("gray")])
    .overrideByName("clean", [color("green"), { id: "custom.lineWidth", value: 2 }])
    .overrideByName("outlier", [
      color("red"),
      { id: "custom.drawStyle", value: "points" },
      { id: "custom.pointSize", value: 8 },
      { id: "custom.showPoints", value: VisibilityMode.Always },
    ])
    .withTarget(sqlQuery("A", "raw_sensors", { sql: average("raw_sensors", "raw") }))
    .withTarget(sqlQuery("B", "clean_sensors", { sql: average("clean_sensors", "clean") }))
    .withTarget(sqlQuery("C", "raw_sensors", { sql: outliers }));
}

export function rates() {
  const count = (table: string, name: string) => `SELECT ${INTERVAL}, COUNT(*) * 1000.0 / \${__interval_ms} AS "${name}"
FROM ${table}
WHERE ${IN_RANGE} AND __time < ${LAST_COMPLETE}
GROUP BY 1
ORDER BY 1`;
  return lines(
    {
      title: "Rate of records",
      description:
        "Of all sensors, by the time of the reading, without the last 30 seconds, which may not be complete yet.",
      unit: "suffix: /s",
      width: 12,
      height: 9,
    },
    READING_GAP_MS,
  )
    .maxDataPoints(720)
    .interval("10s")
    .min(0)
    .fillOpacity(10)
    .overrideByName("raw", [color("gray")])
    .overrideByName("clean", [color("green")])
    .withTarget(sqlQuery("A", "raw_sensors", { sql: count("raw_sensors", "raw") }))
    .withTarget(sqlQuery("B", "clean_sensors", { sql: count("clean_sensors", "clean") }));
}

export function sensors() {
  const sql = `SELECT sensor, COUNT(*) - COUNT("filter") AS "raw", COUNT("filter") AS "clean", (COUNT(*) - 2 * COUNT("filter")) * 1.0 / (COUNT(*) - COUNT("filter")) AS "removed"
FROM TABLE(APPEND('raw_sensors', 'clean_sensors'))
WHERE ${IN_RANGE} AND __time <= (SELECT MAX(__time) FROM clean_sensors WHERE ${IN_RANGE})
GROUP BY 1
HAVING COUNT(*) > COUNT("filter")
ORDER BY 4 DESC
LIMIT 1000`;
  return table({
    title: "Readings by sensor",
    description: "In the displayed time range, up to the newest reading that has passed the filter.",
    unit: "short",
    width: 12,
    height: 9,
  })
    .overrideByName("removed", [
      { id: "unit", value: "percentunit" },
      { id: "decimals", value: 2 },
    ])
    .withTarget(sqlQuery("A", "raw_sensors", { sql }));
}
