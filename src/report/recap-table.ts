import type { Count, Counts, Recap } from "../events/event.ts";
import type { Colour } from "./paint.ts";
import type { View } from "./view.ts";
import { visible } from "./visible.ts";
import { padTo, textWidth } from "./width.ts";

interface Column {
  readonly count: Count;
  readonly colour: Colour;
  /** Shown only if a host has such results. */
  readonly rare?: true;
}

const COLUMNS: readonly Column[] = [
  { count: "ok", colour: "green" },
  { count: "changed", colour: "yellow" },
  { count: "skipped", colour: "cyan" },
  { count: "failed", colour: "red" },
  { count: "ignored", colour: "yellow" },
  { count: "rescued", colour: "yellow", rare: true },
  { count: "interrupted", colour: "yellow", rare: true },
  { count: "unreachable", colour: "red" },
  { count: "unknown", colour: "magenta" },
];

/** One line per host with the number of its results in each column; counts above zero are coloured. */
export function recapTable(recap: Recap, view: View): string[] {
  const hosts = Object.entries(recap.hosts);
  if (hosts.length === 0) return [];
  const names = hosts.map(([name]) => visible(name));
  const width = Math.max("RECAP".length, ...names.map(textWidth));
  const columns = COLUMNS.filter(({ count, rare }) => !rare || hosts.some(([, counts]) => counts[count] > 0));
  const head = ["RECAP".padEnd(width), ...columns.map(({ count }) => headOf(count, view)), " seconds"].join("  ");
  const rows = hosts.map(([name, counts], index) => {
    const seconds = (view.seconds.get(name) ?? 0).toFixed(1).padStart(" seconds".length);
    const cells = columns.map((column) => cell(column, counts, view));
    return [padTo(names[index] ?? "", width), ...cells, seconds].join("  ");
  });
  return [view.paint("bold", head), ...rows];
}

function headOf(count: Count, { check }: View): string {
  return count === "changed" && check ? "would change" : count;
}

function cell({ count, colour }: Column, counts: Counts, view: View): string {
  const text = String(counts[count]).padStart(headOf(count, view).length);
  return view.paint(counts[count] === 0 ? "dim" : colour, text);
}
