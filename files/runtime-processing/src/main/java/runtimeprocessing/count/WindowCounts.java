package runtimeprocessing.count;

import java.util.HashMap;
import java.util.Map;
import runtimeprocessing.filter.Verdict;
import runtimeprocessing.record.WindowStats;

/**
 * The counts of a window that is still open. It is kept in savepoints: a field's name and type must not change, a new
 * field is null or 0 in what an older build wrote.
 *
 * @param end kept beside the counts, so that a job with another length of windows closes it where it was to end
 * @param bySensor changed in place: there can be as many entries as there are sensors
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
