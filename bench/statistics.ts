/** The middle value, or the mean of both middle values. NaN if there are no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
}

/** The median of the ratios, pair by pair: a disturbance of the machine affects both values of a pair. */
export function medianRatio(values: readonly number[], others: readonly number[]): number {
  const pairs = Math.min(values.length, others.length);
  return median(values.slice(0, pairs).map((value, index) => value / (others[index] ?? Number.NaN)));
}

/** The nearest-rank percentile: always a measured value. NaN if there are no values. */
export function percentile(values: readonly number[], percent: number): number {
  const rank = Math.ceil((percent / 100) * values.length);
  return values.toSorted((a, b) => a - b)[Math.max(rank, 1) - 1] ?? Number.NaN;
}
