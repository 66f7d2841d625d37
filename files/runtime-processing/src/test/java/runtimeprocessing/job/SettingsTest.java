package runtimeprocessing.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import runtimeprocessing.filter.FilterArguments;

class SettingsTest {
  @Test
  void requiresOnlyTheBrokers() {
    Settings settings = Settings.from("--bootstrap", "server1:9092,server2:9092");
    assertEquals("server1:9092,server2:9092", settings.bootstrap());
    assertEquals("raw_sensors", settings.rawTopic());
    assertEquals("clean_sensors", settings.cleanTopic());
    assertEquals("outlier_stats", settings.statsTopic());
    assertEquals("malformed_sensors", settings.malformedTopic());
    assertEquals(Duration.ofMinutes(10), settings.windowLength());
    assertEquals(new FilterArguments(31, 6, 10, 0.01, 10, 168), settings.filter());
  }

  @Test
  void keepsTransactionTimeoutsBelowTheBrokersLimit() {
    assertEquals(Duration.ofMinutes(14), Settings.from("--bootstrap", "b:1").transactionTimeout());
  }

  @Test
  void readsEveryArgument() {
    Settings settings =
        Settings.from(
            ("--bootstrap b:1 --raw-topic r --clean-topic c --stats-topic s --malformed-topic m --group g"
                    + " --transaction-prefix p --transaction-timeout-seconds 61 --window-minutes 1 --idle-seconds 2"
                    + " --filter-window 7 --threshold 2.5 --warm-up 4 --mad-floor 0.5 --lateness-seconds 0"
                    + " --state-ttl-hours 9")
                .split(" "));
    assertEquals(
        new Settings(
            "b:1",
            "r",
            "c",
            "s",
            "m",
            "g",
            "p",
            Duration.ofSeconds(61),
            Duration.ofMinutes(1),
            Duration.ofSeconds(2),
            new FilterArguments(7, 2.5, 4, 0.5, 0, 9)),
        settings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bootstrap b:1 --threshold abc | --threshold is 'abc', not a number above 0",
        "--bootstrap b:1 --threshold -3 | --threshold is '-3', not a number above 0",
        "--bootstrap b:1 --threshold NaN | --threshold is 'NaN', not a number above 0",
        "--bootstrap b:1 --mad-floor 0 | --mad-floor is '0', not a number above 0",
        "--bootstrap b:1 --window-minutes 0 | --window-minutes is '0', not an integer from 1 to 1440",
        "--bootstrap b:1 --window-minutes 2.5 | --window-minutes is '2.5', not an integer from 1 to 1440",
        "--bootstrap b:1 --filter-window 5 --warm-up 6 | --warm-up is '6', not an integer from 1 to 5",
        "--bootstrap b:1 --group | --group has no value",
        "--bootstrap | --bootstrap has no value",
        "--group g | --bootstrap is missing",
        "--group g --idle-seconds x | --idle-seconds is 'x', not an integer from 1 to 86400"
            + "; --bootstrap is missing",
      })
  void reportsErrors(String line, String expected) {
    // Errors are reported in the order in which the arguments are read.
    String message = messageFor(line.split(" "));
    for (String error : expected.split("; ")) {
      assertTrue(message.contains(error), message);
    }
    assertEquals(expected.split("; ").length, message.split("; ").length, message);
  }

  @Test
  void rejectsAnUnknownName() {
    String message = messageFor("--bootstrap", "b:1", "--treshold", "3");
    assertTrue(message.startsWith("Wrong arguments: --treshold is unknown; the arguments are --bootstrap, "), message);
  }

  private static String messageFor(String... args) {
    return assertThrows(IllegalArgumentException.class, () -> Settings.from(args)).getMessage();
  }
}
