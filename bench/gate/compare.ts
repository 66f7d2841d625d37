/** What one piece of fixed work needed: counts by name, such as `round trips`. */
export type Counts = Readonly<Record<string, number>>;
/** Counts by the work's name. */
export type Measured = Readonly<Record<string, Counts>>;

interface Tolerance {
  readonly percent?: number;
  readonly plus?: number;
}

/**
 * How far a count may be from the recorded one; others are exact. Sizes change with every change of the sources. When answers arrive
 * decides what is asked together, so a run may wait a few times more often, and a few processes more may find something to do.
 */
const TOLERANCES: Readonly<Record<string, Tolerance>> = {
  kilobytes: { percent: 3 },
  "round trips": { plus: 6 },
  processes: { percent: 1, plus: 4 },
};

function tolerance(name: string, count: number): number {
  const { percent = 0, plus = 0 } = TOLERANCES[name] ?? {};
  return (count * percent) / 100 + plus;
}

/** One sentence for each count that has grown, and for each that nobody has recorded. */
export function regressions(measured: Measured, recorded: Measured): string[] {
  return Object.entries(measured).flatMap(([work, counts]) =>
    Object.entries(counts).flatMap(([name, count]) => {
      const before = recorded[work]?.[name];
      if (before === undefined) return [`${work}: ${name} is ${count}, and no number is recorded.`];
      return count > before + tolerance(name, before) ? [`${work}: ${name} grew from ${before} to ${count}.`] : [];
    }),
  );
}

/** Those that have become smaller, which is worth recording, so that they stay so. */
export function improvements(measured: Measured, recorded: Measured): string[] {
  return Object.entries(measured).flatMap(([work, counts]) =>
    Object.entries(counts).flatMap(([name, count]) => {
      const before = recorded[work]?.[name];
      return before !== undefined && count < before - tolerance(name, before)
        ? [`${work}: ${name} fell from ${before} to ${count}.`]
        : [];
    }),
  );
}
