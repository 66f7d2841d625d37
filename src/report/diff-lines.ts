import { structuredPatch } from "diff/lib/patch/create.js";

const CONTEXT = 3;
/** Texts that differ in more lines are shown as replaced, because comparing them would take seconds. */
const MAX_EDITS = 2000;
const NO_LINE_END = "\\ No newline at end of file";

/** A part of a unified diff: its head, and lines that begin with " ", "-", "+" or "\". */
export interface Hunk {
  readonly head: string;
  readonly lines: readonly string[];
}

/** The difference between two texts, with three lines of context around each change. */
export function diffLines(before: string, after: string): Hunk[] {
  const options = { context: CONTEXT, maxEditLength: MAX_EDITS };
  const patch = structuredPatch("", "", before, after, undefined, undefined, options);
  return (patch ? patch.hunks : [replacement(linesOf(before), linesOf(after))]).map((hunk) => ({
    head: `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`,
    lines: hunk.lines,
  }));
}

/** As in GNU diff, an empty range names the line before it. */
function range(start: number, count: number): string {
  return `${String(count === 0 ? start - 1 : start)},${String(count)}`;
}

/** One hunk that replaces everything between the common beginning and the common end. */
function replacement(before: readonly string[], after: readonly string[]) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const from = Math.max(0, start - CONTEXT);
  const common = Math.min(end, CONTEXT);
  const lines = [
    ...signed(" ", before.slice(from, start)),
    ...signed("-", before.slice(start, before.length - end)),
    ...signed("+", after.slice(start, after.length - end)),
    ...signed(" ", before.slice(before.length - end, before.length - end + common)),
  ];
  const count = (all: readonly string[]) => all.length - end + common - from;
  return { oldStart: from + 1, oldLines: count(before), newStart: from + 1, newLines: count(after), lines };
}

/** Lines keep their ends, so that a missing last one is a difference. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function signed(sign: string, lines: readonly string[]): string[] {
  return lines.flatMap((line) => (line.endsWith("\n") ? [sign + line.slice(0, -1)] : [sign + line, NO_LINE_END]));
}
