import type { Check, Difference } from "./compare/difference.ts";
import type { Labels } from "./compare/labels.ts";
import { text } from "./range/proven-range.ts";

const SHOWN = 5;

export interface Report {
  readonly checks: readonly Check[];
  readonly labels: Labels;
  /** What could not be proved, and why. */
  readonly warnings: readonly string[];
  readonly range: { readonly from: number; readonly until: number };
}

/** A table of the checks, the labels, the first differences of each failed check with hints, and what is not proved. */
export function report({ checks, labels, warnings, range }: Report): string {
  const rows = checks.map(({ name, expected, actual, differences, warning }) => [
    differences.length > 0 ? "FAILED" : warning === undefined ? "ok" : "WARNING",
    name,
    expected,
    actual,
  ]);
  const failed = checks.filter(({ differences }) => differences.length > 0);
  return [
    describeRange(range),
    "",
    ...table([["", "check", "expected", "actual"], ...rows]),
    "",
    ...describeLabels(labels),
    ...failed.flatMap(describeFailed),
    "",
    ...warnings.map((warning) => `not proved: ${warning}`),
    failed.length === 0
      ? warnings.length === 0
        ? "proved"
        : "proved, except for the above"
      : `not proved: ${failed.length} of ${checks.length} checks failed`,
    "",
  ].join("\n");
}

function describeRange({ from, until }: Report["range"]): string {
  const beginning = from === 0 ? "the topics' beginning" : text(from);
  return until <= from ? "no closed windows" : `windows from ${beginning} to ${text(until)}`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (known, row) => row.map((cell, index) => Math.max(known[index] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function describeLabels({ readings, injected, flagged, found, precision, recall, falseAlarms }: Labels): string[] {
  return [
    `labels: ${readings} readings, ${injected} injected, ${flagged} flagged, ${found} both`,
    `precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, false alarms ${(falseAlarms * 100).toFixed(4)} %`,
  ];
}

function describeFailed({ name, differences }: Check): string[] {
  const shown = differences.slice(0, SHOWN);
  const more = differences.length - shown.length;
  const hints = [...new Set(shown.map(({ hint }) => hint))];
  return [
    "",
    `${name}: ${differences.length} differences`,
    ...shown.flatMap(describeDifference),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...hints.map((hint) => `  hint: ${hint}`),
  ];
}

function describeDifference({ what, expected, actual }: Difference): string[] {
  return [`  ${what}`, `    expected ${expected}`, `    actual   ${actual}`];
}
