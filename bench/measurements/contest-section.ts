import { table } from "../markdown.ts";
import { median, medianRatio } from "../statistics.ts";
import type { Run, Runs } from "./contest.ts";
import type { Work } from "./works.ts";

const HEAD = ["", "first run", "× floor", "second run", "× floor", "round trips", "processes", "CPU", "memory"];

/** The figures of one work in Markdown, the floor first. */
export function contestSection({ title }: Work, all: readonly Runs[]): string {
  const [base] = all;
  const rows = all.map(({ name, first, second }) => [
    name,
    time(first),
    medianRatio(first.map(wall), (base?.first ?? []).map(wall)).toFixed(1),
    time(second),
    medianRatio(second.map(wall), (base?.second ?? []).map(wall)).toFixed(1),
    both(first, second, (run) => run.roundTrips),
    both(first, second, (run) => run.processes),
    `${both(first, second, (run) => run.cpu)} ms`,
    `${whole(Math.max(...[...first, ...second].map((run) => run.mebibytes)))} MiB`,
  ]);
  return [`### ${title[0]?.toUpperCase() ?? ""}${title.slice(1)}`, "", table(HEAD, rows)].join("\n");
}

function wall(run: Run): number {
  return run.wall;
}

/** The median, and in brackets the shortest and the longest. */
function time(runs: readonly Run[]): string {
  const times = runs.map(wall);
  return `${whole(median(times))} ms (${whole(Math.min(...times))}–${whole(Math.max(...times))})`;
}

/** The medians of the first and of the second run; a dash if they were not counted. */
function both(first: readonly Run[], second: readonly Run[], of: (run: Run) => number | undefined): string {
  const [one, two] = [first, second].map((runs) => median(runs.map((run) => of(run) ?? Number.NaN)));
  return one === undefined || two === undefined || Number.isNaN(one + two) ? "–" : `${whole(one)}, ${whole(two)}`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}
