import type { Check, Difference } from "./difference.ts";
import { lineOf, type Reading } from "../reading.ts";

const HINTS = {
  gap: "the producer counts without gaps, so raw_sensors has lost these readings, or another producer writes for this sensor",
  double: "Kafka has the reading twice, or two producers write for this sensor",
};

/**
 * Checks that the producer's `seq` has no gaps and no doubles: each sensor's readings count up by one, or begin again at 0 after a
 * restart of the producer.
 */
export function createSequenceCheck() {
  const differences: Difference[] = [];
  let [readings, expected, restarts] = [0, 0, 0];
  const step = (reading: Reading, last: Reading | undefined): Reading => {
    const next = last === undefined ? reading.seq : last.seq + 1;
    readings++;
    if (reading.seq === 0 && next !== 0 && reading.ts !== last?.ts) {
      restarts++;
      expected++;
      return reading;
    }
    expected += Math.max(0, reading.seq - next + 1);
    if (reading.seq !== next) differences.push(differenceAt(reading, next));
    return last !== undefined && reading.seq < next ? last : reading;
  };
  return {
    /** One sensor's readings in the order of the partition, and the reading before them if it is known. */
    add(list: readonly Reading[], before: Reading | undefined): void {
      let last = before;
      for (const reading of list) last = step(reading, last);
    },
    end: (): Check => ({
      name: "seq, without gaps and doubles",
      expected: `${expected} readings`,
      actual: `${readings} readings, ${restarts} restarts of the producer`,
      differences,
    }),
  };
}

function differenceAt(reading: Reading, next: number): Difference {
  const missing = reading.seq - next;
  const hint = missing > 0 ? HINTS.gap : HINTS.double;
  const actual = missing > 0 ? `seq ${reading.seq}, ${missing} missing` : `seq ${reading.seq} again`;
  return { what: lineOf(reading), expected: `seq ${next}`, actual, hint };
}
