package runtimeprocessing.filter;

import java.io.Serializable;

/**
 * Compares a reading with the last ones of its sensor, by median and MAD, in the order in which they come.
 *
 * <p>The order of arrival, not of event time: it is the same in every run over a partition, so everyone who reads the
 * raw topic can recompute what became of each reading. Lateness is judged by the sensor's own newest reading for the
 * same reason; the job's watermark depends on how fast other partitions are read.
 *
 * <p>Outliers enter the window too. A level that has really shifted is then the new normal after half a window; a
 * filter that leaves them out would reject it for ever.
 */
public final class HampelFilter implements Serializable {
  private static final long serialVersionUID = 1;

  /** Makes the MAD of normally distributed values their standard deviation. */
  private static final double MAD_TO_SIGMA = 1.4826;

  private final FilterArguments arguments;

  public HampelFilter(FilterArguments arguments) {
    this.arguments = arguments;
  }

  /** {@code known} is null for a sensor never seen, or forgotten. */
  public Decision decide(FilterState known, long ts, double value) {
    FilterState state = known == null || isLeap(known, ts) ? FilterState.startingAt(ts) : known;
    if (ts < state.highest() - arguments.latenessMs()) {
      return new Decision(Verdict.LATE, state);
    }
    Verdict verdict = isOutlier(state.last(arguments.window()), value) ? Verdict.OUTLIER : Verdict.CLEAN;
    return new Decision(verdict, state.with(ts, value, arguments.window()));
  }

  /**
   * So far away that the values known say nothing about this one. Backwards too: one reading with a time far in the
   * future would otherwise make every later one late.
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
