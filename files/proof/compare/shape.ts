import type { Check } from "./difference.ts";

/** How many records were read, and how many of them match docs/records.md. */
export interface Shape {
  readonly records: number;
  readonly valid: number;
}

export function checkShape({ clean, stats }: Readonly<Record<"clean" | "stats", Shape>>): Check {
  const expected = `${clean.records} and ${stats.records} records`;
  const actual = `${clean.valid} and ${stats.valid} records`;
  const hint = "docs/records.md describes their format; only the job may write to these topics";
  const differences = expected === actual ? [] : [{ what: "clean_sensors and outlier_stats", expected, actual, hint }];
  return { name: "clean_sensors and outlier_stats are well-formed", expected, actual, differences };
}
