package runtimeprocessing.filter;

/** The filter's verdict on a reading. */
public enum Verdict {
  CLEAN,
  OUTLIER,
  LATE
}
