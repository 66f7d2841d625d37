import { table } from "../markdown.ts";
import { median, percentile } from "../statistics.ts";
import type { Delays } from "./delays.ts";

const HEAD = ["", "p50", "p99", "longest", "asked every"];

/** `checkpoints`: milliseconds between two of the job's. */
export function delaysSection({ acknowledged, visible }: Delays, checkpoints: number): string {
  const rows = [
    figures("acknowledged by all replicas in sync", acknowledged, ""),
    ...[...visible].map(([name, one]) => figures(`visible in ${name}`, one.delays, ms(median(one.between)))),
  ];
  return [
    "## How soon a reading can be queried",
    "",
    `${acknowledged.length} marked readings, one at a time at odd moments, evenly over all partitions of \`raw_sensors\`, while the site's own`,
    "sensors go on. The first line counts from sending, the others from the acknowledgement (`acks=all`) until a query by SQL at Druid's",
    "router has answered with the reading; they may be too long by the time from one answer to the next, whose middle is the last column.",
    `\`clean_sensors\` is written in transactions, which a checkpoint commits: one begins every ${seconds(checkpoints)}.`,
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
