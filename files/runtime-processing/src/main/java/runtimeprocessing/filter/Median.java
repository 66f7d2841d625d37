package runtimeprocessing.filter;

import java.util.Arrays;

/** Medians of one or more finite values. */
final class Median {
  private Median() {}

  /** The middle value, or the mean of the two middle ones, which are halved first so that their sum cannot overflow. */
  static double of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
  }

  /** The median distance from {@code center}: the MAD, if that is the median. */
  static double distance(double[] values, double center) {
    return of(Arrays.stream(values).map(value -> Math.abs(value - center)).toArray());
  }
}
