package runtimeprocessing.filter;

import java.util.Arrays;

/** Medians of at least one finite value. */
final class Median {
  private Median() {}

  /** The middle one, or halfway between the two middle ones; halved first, so that it cannot overflow. */
  static double of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
  }

  /** The median of the distances from {@code center}: the MAD, where that is the median. */
  static double distance(double[] values, double center) {
    return of(Arrays.stream(values).map(value -> Math.abs(value - center)).toArray());
  }
}
