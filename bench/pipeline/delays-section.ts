import { table } from "../markdown.ts";
import { median, percentile } from "../statistics.ts";
import type { Delays } from "./delays.ts";

const HEAD = ["", "p50", "p99", "longest", "queried every"];

/** `checkpoints`: milliseconds between two checkpoints of the job. */
export function delaysSection({ acknowledged, visible }: Delays, checkpoints: number): string {
  const rows = [
    figures("acknowledged by all replicas in sync", acknowledged, ""),
    ...[...visible].map(([name, one]) => figures(`visible in ${name}`, one.delays, ms(median(one.between)))),
  ];
  return [
    "## How soon a reading can be queried",
    "",
    `${acknowledged.length} marked readings, one at a time at random moments, evenly over all partitions of \`raw_sensors\`, while the site's own`,
    "sensors keep running. The first line counts from sending, the others from the acknowledgement (`acks=all`) until an SQL query to Druid's",
    "router has returned the reading. They may be too long by the time between two answers, whose median is the last column.",
    `\`clean_sensors\` is written in transactions, which checkpoints commit: one begins every ${seconds(checkpoints)}.`,
    "",
    table(HEAD, rows),
  ].join("\n");
}

function figures(name: string, values: readonly number[], resolution: string): string[] {
  return [name, ms(percentile(values, 50)), ms(percentile(values, 99)), ms(percentile(values, 100)), resolution];
}

const grouped = (value: number): string => Math.round(value).toLocaleString("en-US");
const ms = (value: number): string => `${grouped(value)} ms`;
const seconds = (value: number): string => `${value / 1000} s`;
