package runtimeprocessing.filter;

import java.io.Serializable;

/**
 * Compares a reading with the last readings of its sensor, by median and MAD, in order of arrival.
 *
 * <p>The order of arrival, unlike event time, is the same in every run over a partition, so anyone who reads the raw
 * topic can recompute every verdict. For the same reason lateness is relative to the sensor's own newest reading: the
 * job's watermark depends on how fast other partitions are read.
 *
 * <p>Outliers enter the window too, so a real level shift becomes the new normal after half a window. A filter that
 * excluded them would reject it forever.
 */
public final class HampelFilter implements Serializable {
  private static final long serialVersionUID = 1;

  /** Scales the MAD of normally distributed values to their standard deviation. */
  private static final double MAD_TO_SIGMA = 1.4826;

  private final FilterArguments arguments;

  public HampelFilter(FilterArguments arguments) {
    this.arguments = arguments;
  }

  /** {@code known} is null for a new or expired sensor. */
  public Decision decide(FilterState known, long ts, double value) {
    FilterState state = known == null || isLeap(known, ts) ? FilterState.startingAt(ts) : known;
    if (ts < state.highest() - arguments.latenessMs()) {
      return new Decision(Verdict.LATE, state);
    }
    Verdict verdict = isOutlier(state.last(arguments.window()), value) ? Verdict.OUTLIER : Verdict.CLEAN;
    return new Decision(verdict, state.with(ts, value, arguments.window()));
  }

  /**
   * Whether the reading is so far away that the known values say nothing about it. This includes steps backwards:
   * otherwise one reading from the far future would make all later ones late.
   */
  private boolean isLeap(FilterState known, long ts) {
    return Math.abs(ts - known.highest()) > arguments.ttlMs();
  }

  private boolean isOutlier(double[] values, double value) {
    if (values.length < arguments.warmUp()) {
      return false;
    }
    double median = Median.of(values);
    double mad = Math.max(Median.distance(values, median), arguments.madFloor());
    return Math.abs(value - median) > arguments.threshold() * (MAD_TO_SIGMA * mad);
  }
}
