package runtimeprocessing.filter;

import java.util.Arrays;

/**
 * What the filter remembers of one sensor. It is kept in savepoints: a field's name and type must not change, a new
 * field is null or 0 in what an older build wrote.
 *
 * @param highest the newest event time, epoch milliseconds
 * @param values the last values in the order in which they came, oldest first
 */
public record FilterState(long highest, double[] values) {
  static FilterState startingAt(long ts) {
    return new FilterState(ts, new double[0]);
  }

  /** At most the last {@code window} values: there may be more in what a job with a longer window wrote. */
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
