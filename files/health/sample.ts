/** One measured value. */
export interface Sample {
  readonly metric: string;
  /** What was measured, if there are several: a mount, a topic, a vertex. */
  readonly label: string;
  readonly value: number;
}

/** Returns its current samples. It rejects if what it asks does not answer. */
export type Source = () => Promise<readonly Sample[]>;

/** A sample, unless its value is unknown: some answers lack a number, or have `NaN`. */
export function sample(metric: string, value: unknown, label = ""): readonly Sample[] {
  return typeof value === "number" && Number.isFinite(value) ? [{ metric, label, value }] : [];
}

/** A sample as it is written to Kafka: one line of JSON. */
export function recordOf({ metric, label, value }: Sample, host: string, ts: number): string {
  return JSON.stringify({ host, ts, metric, label, value });
}
