import type { Count, Counts, Recap } from "../events/event.ts";
import type { Colour, Paint } from "./paint.ts";
import type { View } from "./view.ts";
import { visible } from "./visible.ts";
import { padTo, textWidth } from "./width.ts";

const COLUMNS: readonly { readonly count: Count; readonly colour: Colour }[] = [
  { count: "ok", colour: "green" },
  { count: "changed", colour: "yellow" },
  { count: "skipped", colour: "cyan" },
  { count: "failed", colour: "red" },
  { count: "ignored", colour: "yellow" },
  { count: "unreachable", colour: "red" },
  { count: "unknown", colour: "magenta" },
];

/** One line per host with the number of its results in each column; counts above zero are coloured. */
export function recapTable(recap: Recap, view: View): string[] {
  const hosts = Object.entries(recap.hosts);
  if (hosts.length === 0) return [];
  const names = hosts.map(([name]) => visible(name));
  const width = Math.max("RECAP".length, ...names.map(textWidth));
  const heads = COLUMNS.map(({ count }) => (count === "changed" && view.check ? "would change" : count));
  const head = ["RECAP".padEnd(width), ...heads, " seconds"].join("  ");
  const rows = hosts.map(([name, counts], index) => {
    const seconds = (view.seconds.get(name) ?? 0).toFixed(1).padStart(" seconds".length);
    return [padTo(names[index] ?? "", width), ...cells(counts, heads, view.paint), seconds].join("  ");
  });
  return [view.paint("bold", head), ...rows];
}

function cells(counts: Counts, heads: readonly string[], paint: Paint): string[] {
  return COLUMNS.map(({ count, colour }, index) => {
    const cell = String(counts[count]).padStart(heads[index]?.length ?? 0);
    return counts[count] === 0 ? paint("dim", cell) : paint(colour, cell);
  });
}
