import { labelName, lines } from "../panels.ts";
import { sqlQuery } from "../query.ts";
import { SAMPLE_GAP_MS, SAMPLE_INTERVAL, SAMPLES, series } from "./samples.ts";

const POINTS = 720;
const LABEL = labelName("series");

/** Lines of one metric of the servers, as a share of what they have. */
function share(title: string, description: string, sql: string) {
  return lines({ title, description, unit: "percentunit", width: 8, height: 8 }, SAMPLE_GAP_MS)
    .displayName(LABEL)
    .maxDataPoints(POINTS)
    .interval(SAMPLE_INTERVAL)
    .min(0)
    .max(1)
    .withTarget(sqlQuery("A", SAMPLES, { sql, format: "wide" }));
}

export function cpu() {
  return share("CPU", "The share of time in which the server's processors were busy.", series("cpu_used", "host"));
}

export function memory() {
  return share(
    "Memory",
    "The share that is in use; memory that can be reclaimed is not.",
    series("memory_used", "host"),
  );
}

export function disks() {
  return share(
    "Disks",
    "The share of the file systems of the data and of the project's folder that is in use.",
    series("disk_used", "host || ' ' || label"),
  );
}
