const PRECISION_MS = 1000;

/**
 * Finds the end of a topic's records by bisection: a time that no record exceeds, at most a second after the newest record.
 * Undefined if no record is as late as `from`. Times are epoch milliseconds.
 */
export async function findNewest(
  from: number,
  to: number,
  holdsSince: (time: number) => Promise<boolean>,
): Promise<number | undefined> {
  if (!(await holdsSince(from))) return undefined;
  let [held, free] = [from, to];
  while (free - held > PRECISION_MS) {
    const middle = Math.floor((held + free) / 2);
    if (await holdsSince(middle)) held = middle;
    else free = middle;
  }
  return free;
}
