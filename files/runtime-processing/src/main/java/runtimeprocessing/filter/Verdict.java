package runtimeprocessing.filter;

/** What a reading is: exactly one of these. */
public enum Verdict {
  CLEAN,
  OUTLIER,
  LATE
}
