package runtimeprocessing.job;

import java.time.Duration;
import runtimeprocessing.filter.FilterArguments;

/** The job's validated arguments. */
public record Settings(
    String bootstrap,
    String rawTopic,
    String cleanTopic,
    String statsTopic,
    String malformedTopic,
    String group,
    String transactionPrefix,
    Duration transactionTimeout,
    Duration windowLength,
    Duration idle,
    FilterArguments filter) {

  /**
   * Reads {@code --name value} pairs.
   *
   * @throws IllegalArgumentException with all errors in one message
   */
  public static Settings from(String... args) {
    Arguments given = new Arguments(args);
    int window = (int) given.whole("filter-window", 31, 3, 10_001);
    FilterArguments filter =
        new FilterArguments(
            window,
            given.positive("threshold", 6),
            (int) given.whole("warm-up", Math.min(10, window), 1, window),
            given.positive("mad-floor", 0.01),
            given.whole("lateness-seconds", 10, 0, 86_400),
            given.whole("state-ttl-hours", 168, 1, 87_600));
    Settings settings =
        new Settings(
            given.required("bootstrap"),
            given.text("raw-topic", "raw_sensors"),
            given.text("clean-topic", "clean_sensors"),
            given.text("stats-topic", "outlier_stats"),
            given.text("malformed-topic", "malformed_sensors"),
            given.text("group", "runtime-processing"),
            given.text("transaction-prefix", "runtime-processing"),
            Duration.ofSeconds(given.whole("transaction-timeout-seconds", 840, 60, 86_400)),
            Duration.ofMinutes(given.whole("window-minutes", 10, 1, 1_440)),
            Duration.ofSeconds(given.whole("idle-seconds", 30, 1, 86_400)),
            filter);
    given.rejectErrors();
    return settings;
  }
}
