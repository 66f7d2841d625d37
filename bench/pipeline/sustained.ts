/** How many records each reader was behind, so many seconds after the step began. */
export interface Sample extends Readonly<Record<Reader, number>> {
  readonly seconds: number;
}

export const READERS = ["Flink", "Druid"] as const;
export type Reader = (typeof READERS)[number];

/** Some time at one rate. */
export interface Step {
  /** Records per second: wanted, and acknowledged on average. */
  readonly rate: number;
  readonly acknowledged: number;
  readonly seconds: number;
  /** Share of the machine's processors that was in use, 0 to 1. */
  readonly busy: number;
  readonly samples: readonly Sample[];
  /** Seconds from the end of the step until everything was read; undefined where that was not waited for to the end. */
  readonly caughtUp: number | undefined;
}

export interface Lows {
  readonly third: number;
  readonly last: number;
}

export type Part = "Kafka" | Reader;

/** Producers that get less than this share of their rate acknowledged are held up. */
export const LEAST_ACKNOWLEDGED = 0.95;
/** A reader that is no further behind than what comes in so many seconds is not behind. */
export const SLACK_SECONDS = 5;

/**
 * The smallest lag in the third and in the last quarter of the step. Flink commits what it has read once a checkpoint,
 * so its lag is a saw: only the lowest points tell whether it grows.
 */
export function lows({ samples, seconds }: Step, reader: Reader): Lows {
  const within = (from: number, to: number) =>
    Math.min(
      ...samples
        .filter((sample) => sample.seconds >= from * seconds && sample.seconds < to * seconds)
        .map((sample) => sample[reader]),
    );
  return { third: within(0.5, 0.75), last: within(0.75, 1) };
}

/** What could not keep up, whatever is furthest behind first; empty where the rate is sustained. */
export function gaveWay(step: Step): Part[] {
  const behind = READERS.filter((reader) => grows(step, reader)).sort(
    (a, b) => lows(step, b).last - lows(step, a).last,
  );
  return step.acknowledged < step.rate * LEAST_ACKNOWLEDGED ? ["Kafka", ...behind] : behind;
}

function grows(step: Step, reader: Reader): boolean {
  const { third, last } = lows(step, reader);
  // A quarter without a sample says nothing good.
  const steady = Number.isFinite(third) && last <= third;
  return !(steady || last <= step.rate * SLACK_SECONDS);
}

/** The highest rate up to which all were sustained. */
export function highestSustained(steps: readonly Step[]): number | undefined {
  const first = steps.findIndex((step) => gaveWay(step).length > 0);
  return (first < 0 ? steps : steps.slice(0, first)).at(-1)?.rate;
}
