/** The lag of each reader in records, and the seconds since the step began. */
export interface Sample extends Readonly<Record<Reader, number>> {
  readonly seconds: number;
}

export const READERS = ["Flink", "Druid"] as const;
export type Reader = (typeof READERS)[number];

/** Some time at one rate. */
export interface Step {
  /** Records per second: requested, and acknowledged on average. */
  readonly rate: number;
  readonly acknowledged: number;
  readonly seconds: number;
  /** Share of the machine's processors that was in use, 0 to 1. */
  readonly busy: number;
  readonly samples: readonly Sample[];
  /** Seconds from the end of the step until everything was read; undefined if that took too long. */
  readonly caughtUp: number | undefined;
}

export interface Lows {
  readonly third: number;
  readonly last: number;
}

export type Part = "Kafka" | Reader;

/** Kafka does not keep up if less than this share of the rate is acknowledged. */
export const MIN_ACKNOWLEDGED = 0.95;
/** A reader keeps up if its lag is no larger than the records of this many seconds. */
export const SLACK_SECONDS = 5;

/**
 * The smallest lag in the third and in the last quarter of the step. Flink commits its offsets once per checkpoint, so its lag is a
 * sawtooth: only the lowest points show whether it grows.
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

/** The parts that could not keep up: Kafka, then readers by lag, largest first. Empty if the rate is sustained. */
export function overloaded(step: Step): Part[] {
  const behind = READERS.filter((reader) => grows(step, reader)).sort(
    (a, b) => lows(step, b).last - lows(step, a).last,
  );
  return step.acknowledged < step.rate * MIN_ACKNOWLEDGED ? ["Kafka", ...behind] : behind;
}

function grows(step: Step, reader: Reader): boolean {
  const { third, last } = lows(step, reader);
  // A quarter without a sample counts as growth.
  const steady = Number.isFinite(third) && last <= third;
  return !(steady || last <= step.rate * SLACK_SECONDS);
}

/** The highest rate up to which all rates were sustained. */
export function highestSustained(steps: readonly Step[]): number | undefined {
  const first = steps.findIndex((step) => overloaded(step).length > 0);
  return (first < 0 ? steps : steps.slice(0, first)).at(-1)?.rate;
}
