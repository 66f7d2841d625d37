export interface DiffLine {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

export interface Hunk {
  /** First line and number of lines, counted as unified diffs do. */
  readonly before: readonly [number, number];
  readonly after: readonly [number, number];
  readonly lines: readonly DiffLine[];
}

const CONTEXT = 3;
/** Beyond so many pairs of lines to compare, the middle is shown as replaced whole. */
const MOST_PAIRS = 4_000_000;

/** The difference between two lists of lines, with three lines around each change. */
export function diffLines(before: readonly string[], after: readonly string[]): Hunk[] {
  const start = commonStart(before, after);
  const end = commonEnd(before.slice(start), after.slice(start));
  const middle = compare(before.slice(start, before.length - end), after.slice(start, after.length - end));
  return hunks([...before.slice(0, start).map(keep), ...middle, ...before.slice(before.length - end).map(keep)]);
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count++;
  return count;
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[a.length - 1 - count] === b[b.length - 1 - count]) count++;
  return count;
}

function compare(a: readonly string[], b: readonly string[]): DiffLine[] {
  if (a.length * b.length > MOST_PAIRS) return [...a.map(remove), ...b.map(add)];
  const lengths = commonLengths(a, b);
  const width = b.length + 1;
  const length = (row: number, column: number) => lengths[row * width + column] ?? 0;
  const lines: DiffLine[] = [];
  let row = 0;
  let column = 0;
  while (row < a.length || column < b.length) {
    const [left, right] = [a[row], b[column]];
    if (left !== undefined && left === right) {
      lines.push(keep(left));
      row++;
      column++;
    } else if (left !== undefined && (right === undefined || length(row + 1, column) >= length(row, column + 1))) {
      lines.push(remove(left));
      row++;
    } else if (right !== undefined) {
      lines.push(add(right));
      column++;
    }
  }
  return lines;
}

/** For every pair of rests of `a` and `b`, how many lines they have in common, in order. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let row = a.length - 1; row >= 0; row--) {
    for (let column = b.length - 1; column >= 0; column--) {
      const here = row * width + column;
      lengths[here] =
        a[row] === b[column]
          ? (lengths[here + width + 1] ?? 0) + 1
          : Math.max(lengths[here + width] ?? 0, lengths[here + 1] ?? 0);
    }
  }
  return lengths;
}

function hunks(lines: readonly DiffLine[]): Hunk[] {
  const changed = lines.flatMap((line, index) => (line.sign === " " ? [] : [index]));
  const spans: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = spans.at(-1);
    if (last && index - CONTEXT <= last.to) last.to = Math.min(lines.length, index + CONTEXT + 1);
    else spans.push({ from: Math.max(0, index - CONTEXT), to: Math.min(lines.length, index + CONTEXT + 1) });
  }
  return spans.map(({ from, to }) => ({
    before: range(lines, from, to, "+"),
    after: range(lines, from, to, "-"),
    lines: lines.slice(from, to),
  }));
}

/** Where a span of the diff lies in one of the two texts; `other` marks the lines that this one does not have. */
function range(lines: readonly DiffLine[], from: number, to: number, other: "+" | "-"): readonly [number, number] {
  const ahead = lines.slice(0, from).filter((line) => line.sign !== other).length;
  const count = lines.slice(from, to).filter((line) => line.sign !== other).length;
  return [count === 0 ? ahead : ahead + 1, count];
}

function keep(text: string): DiffLine {
  return { sign: " ", text };
}

function remove(text: string): DiffLine {
  return { sign: "-", text };
}

function add(text: string): DiffLine {
  return { sign: "+", text };
}
