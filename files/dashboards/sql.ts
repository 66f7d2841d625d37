/** Parts of Druid SQL that several queries share. */

/** The dashboard's time range. */
export const IN_RANGE = "__time >= MILLIS_TO_TIMESTAMP(${__from}) AND __time < MILLIS_TO_TIMESTAMP(${__to})";

/** The panel's interval that a row is in. */
export const INTERVAL =
  'MILLIS_TO_TIMESTAMP((TIMESTAMP_TO_MILLIS(__time) / ${__interval_ms}) * ${__interval_ms}) AS "time"';

/** How far back queries for the newest row search, and what they return if they find none. */
export const A_DAY = 86_400;

/** Seconds since a time in milliseconds. Returns `A_DAY` instead of nothing if a day has no rows, so that the panel is red, not empty. */
export function age(table: string, milliseconds: string, name: string): string {
  return `SELECT CASE WHEN COUNT(*) = 0 THEN ${A_DAY} ELSE (TIMESTAMP_TO_MILLIS(CURRENT_TIMESTAMP) - ${milliseconds}) / 1000 END AS "${name}"
FROM ${table}
WHERE __time >= CURRENT_TIMESTAMP - INTERVAL '1' DAY`;
}

/** The newest row's time, in milliseconds. */
export const NEWEST_ROW = "TIMESTAMP_TO_MILLIS(MAX(__time))";

/** Records per second in the last full minute that has had 30 seconds to arrive. */
export function recordsPerSecond(table: string, name: string): string {
  return `SELECT COUNT(*) / 60.0 AS "${name}"
FROM ${table}
WHERE __time >= CURRENT_TIMESTAMP - INTERVAL '90' SECOND AND __time < CURRENT_TIMESTAMP - INTERVAL '30' SECOND`;
}

/** A pair of `by_sensor`, the first one with a brace before it: `{"sensor-0001":2`, `sensor-0002":1`. */
const SENSOR = `REGEXP_REPLACE(pair, '^[{]?"?|":[0-9]+[}]?', '')`;
const COUNT = `CAST(REGEXP_EXTRACT(pair, '^.*":([0-9]+)', 1) AS BIGINT)`;

/**
 * Each sensor's outliers in each closed window. SQL cannot iterate over the fields of a JSON object, so its text is split into pairs where
 * a comma is followed by a quotation mark. Druid ignores REGEXP_EXTRACT if it groups by it, and its planner runs out of memory on a
 * query with two UNNEST.
 */
export const OUTLIERS_BY_SENSOR = `SELECT __time AS "time", ${SENSOR} AS "sensor", SUM(${COUNT}) AS "outliers"
FROM outlier_stats
CROSS JOIN UNNEST(STRING_TO_ARRAY(TO_JSON_STRING(by_sensor), ',"')) AS pairs(pair)
WHERE ${IN_RANGE} AND outliers > 0
GROUP BY 1, 2
ORDER BY 1, 2
LIMIT 20000`;
