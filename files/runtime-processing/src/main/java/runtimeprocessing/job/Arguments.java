package runtimeprocessing.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.util.ParameterTool;

/**
 * Reads named values from a command line. It collects errors and continues, so that one message reports all of them.
 */
final class Arguments {
  /** ParameterTool's value for a name without a value. */
  private static final String NO_VALUE = "__NO_VALUE_KEY";

  private final ParameterTool given;
  private final Set<String> known = new TreeSet<>();
  private final List<String> errors = new ArrayList<>();

  Arguments(String... args) {
    given = ParameterTool.fromArgs(args);
  }

  String required(String name) {
    return value(name).orElseGet(() -> given.has(name) ? "" : report("--" + name + " is missing", ""));
  }

  String text(String name, String fallback) {
    return value(name).orElse(fallback);
  }

  long whole(String name, long fallback, long low, long high) {
    return value(name).map(text -> parseWhole(name, text, low, high)).orElse(fallback);
  }

  double positive(String name, double fallback) {
    return value(name).map(text -> parsePositive(name, text)).orElse(fallback);
  }

  /** Throws if there were errors. Call it after all names were read: any other name is an error too. */
  void rejectErrors() {
    for (String name : new TreeSet<>(given.toMap().keySet())) {
      if (!known.contains(name)) {
        errors.add("--" + name + " is unknown; the arguments are --" + String.join(", --", known));
      }
    }
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException("Wrong arguments: " + String.join("; ", errors));
    }
  }

  private Optional<String> value(String name) {
    known.add(name);
    String text = given.get(name);
    if (text != null && (text.isBlank() || text.equals(NO_VALUE))) {
      return report("--" + name + " has no value", Optional.empty());
    }
    return Optional.ofNullable(text);
  }

  private long parseWhole(String name, String text, long low, long high) {
    try {
      long number = Long.parseLong(text);
      if (number >= low && number <= high) {
        return number;
      }
    } catch (NumberFormatException wrong) {
      // Reported below, together with numbers out of bounds.
    }
    return report("--" + name + " is '" + text + "', not an integer from " + low + " to " + high, low);
  }

  private double parsePositive(String name, String text) {
    try {
      double number = Double.parseDouble(text);
      if (number > 0 && Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException wrong) {
      // Reported below, together with numbers out of bounds.
    }
    return report("--" + name + " is '" + text + "', not a number above 0", 1.0);
  }

  /** The placeholder is never used: {@link #rejectErrors} throws first. */
  private <T> T report(String error, T placeholder) {
    errors.add(error);
    return placeholder;
  }
}
