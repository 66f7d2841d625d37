package runtimeprocessing.filter;

import java.util.Arrays;

/**
 * The filter's state for one sensor. Savepoints contain it: the names and types of fields must not change, and a new
 * field is null or 0 in older savepoints.
 *
 * @param highest the newest event time, epoch milliseconds
 * @param values the last values in order of arrival, oldest first
 */
public record FilterState(long highest, double[] values) {
  static FilterState startingAt(long ts) {
    return new FilterState(ts, new double[0]);
  }

  /** At most the last {@code window} values: a job with a longer window may have stored more. */
  double[] last(int window) {
    return values.length <= window ? values : Arrays.copyOfRange(values, values.length - window, values.length);
  }

  FilterState with(long ts, double value, int window) {
    double[] kept = last(window - 1);
    double[] longer = Arrays.copyOf(kept, kept.length + 1);
    longer[kept.length] = value;
    return new FilterState(Math.max(highest, ts), longer);
  }
}
