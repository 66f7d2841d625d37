package runtimeprocessing.count;

import java.util.HashMap;
import java.util.Map;
import runtimeprocessing.filter.Verdict;
import runtimeprocessing.record.WindowStats;

/**
 * The counts of an open window. Savepoints contain it: the names and types of fields must not change, and a new field
 * is null or 0 in older savepoints.
 *
 * @param end stored with the counts, so that a job with a different window length closes the window at its original end
 * @param bySensor modified in place, because it can have an entry for every sensor
 */
public record WindowCounts(long end, long readings, long outliers, long late, Map<String, Long> bySensor) {
  public static WindowCounts endingAt(long end) {
    return new WindowCounts(end, 0, 0, 0, new HashMap<>());
  }

  public WindowCounts plus(Observation observation) {
    Verdict verdict = observation.verdict();
    if (verdict == Verdict.LATE) {
      return new WindowCounts(end, readings, outliers, late + 1, bySensor);
    }
    if (verdict == Verdict.CLEAN) {
      return new WindowCounts(end, readings + 1, outliers, late, bySensor);
    }
    bySensor.merge(observation.sensor(), 1L, Long::sum);
    return new WindowCounts(end, readings + 1, outliers + 1, late, bySensor);
  }

  public WindowStats closed(long start) {
    return new WindowStats(start, end, readings, outliers, late, bySensor);
  }
}
