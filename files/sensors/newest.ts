const PRECISION_MS = 1000;

/**
 * Finds by halving where the records of a topic end: the time that no record is later than, at most a second above the
 * newest one's. Undefined where none is as late as `from`. Times are epoch milliseconds.
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
