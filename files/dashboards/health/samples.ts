/** SQL for the samples of the role `health`. docs/health.md lists the metrics. */
import { IN_RANGE, INTERVAL } from "../sql.ts";

export const SAMPLES = "pipeline_health";

/** A server without a sample for so long has a gap; as for readings, lines are drawn for up to a day. */
export const SAMPLE_GAP_MS = 120_000;

/**
 * The shortest interval: two samples of each server. A series without a value in an interval of the others has NULL there, which ends
 * its line.
 */
export const SAMPLE_INTERVAL = "30s";

/** Parts of a sample that name a series. */
type Name = "host" | "label" | "host || ' ' || label";

/** A series per name, the average of each interval. */
export function series(metric: string, name: Name): string {
  return `SELECT ${INTERVAL}, ${name} AS "series", AVG("value") AS "value"
FROM ${SAMPLES}
WHERE metric = '${metric}' AND ${IN_RANGE}
GROUP BY 1, 2
ORDER BY 1, 2
LIMIT 20000`;
}

/** The newest value of a metric in the last two minutes; `missing` if there is none. */
export function current(metric: string, name: string, missing: number): string {
  return `SELECT CASE WHEN COUNT(*) = 0 THEN ${missing} ELSE LATEST("value") END AS "${name}"
FROM ${SAMPLES}
WHERE metric = '${metric}' AND __time >= CURRENT_TIMESTAMP - INTERVAL '2' MINUTE`;
}
