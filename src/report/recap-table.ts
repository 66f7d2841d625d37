import type { Counts, Recap, Status } from "../events/event.ts";
import type { Colour, Paint } from "./paint.ts";
import type { View } from "./view.ts";
import { visible } from "./visible.ts";
import { padTo, textWidth } from "./width.ts";

const COLUMNS: readonly { readonly status: Status; readonly colour: Colour }[] = [
  { status: "ok", colour: "green" },
  { status: "changed", colour: "yellow" },
  { status: "skipped", colour: "cyan" },
  { status: "failed", colour: "red" },
  { status: "unreachable", colour: "red" },
  { status: "unknown", colour: "magenta" },
];

/** One line per host with the number of results by status; counts above zero are coloured. */
export function recapTable(recap: Recap, view: View): string[] {
  const hosts = Object.entries(recap.hosts);
  if (hosts.length === 0) return [];
  const names = hosts.map(([name]) => visible(name));
  const width = Math.max("RECAP".length, ...names.map(textWidth));
  const heads = COLUMNS.map(({ status }) => (status === "changed" && view.check ? "would change" : status));
  const head = ["RECAP".padEnd(width), ...heads, " seconds"].join("  ");
  const rows = hosts.map(([name, counts], index) => {
    const seconds = (view.seconds.get(name) ?? 0).toFixed(1).padStart(" seconds".length);
    return [padTo(names[index] ?? "", width), ...cells(counts, heads, view.paint), seconds].join("  ");
  });
  return [view.paint("bold", head), ...rows];
}

function cells(counts: Counts, heads: readonly string[], paint: Paint): string[] {
  return COLUMNS.map(({ status, colour }, index) => {
    const cell = String(counts[status]).padStart(heads[index]?.length ?? 0);
    return counts[status] === 0 ? paint("dim", cell) : paint(colour, cell);
  });
}
