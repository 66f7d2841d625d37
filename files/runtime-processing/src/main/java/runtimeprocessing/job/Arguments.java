package runtimeprocessing.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.util.ParameterTool;

/**
 * Reads named values from a command line. A fault is noted and reading goes on, so that the one who calls hears of all
 * of them in one message.
 */
final class Arguments {
  /** What ParameterTool gives for a name without a value. */
  private static final String NO_VALUE = "__NO_VALUE_KEY";

  private final ParameterTool given;
  private final Set<String> known = new TreeSet<>();
  private final List<String> faults = new ArrayList<>();

  Arguments(String... args) {
    given = ParameterTool.fromArgs(args);
  }

  String required(String name) {
    return value(name).orElseGet(() -> given.has(name) ? "" : noted("--" + name + " is missing", ""));
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

  /** To be called when all names have been asked for: whatever else was given is a mistake too. */
  void refuseFaults() {
    for (String name : new TreeSet<>(given.toMap().keySet())) {
      if (!known.contains(name)) {
        faults.add("--" + name + " is not known; there are --" + String.join(", --", known));
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("Wrong arguments: " + String.join("; ", faults));
    }
  }

  private Optional<String> value(String name) {
    known.add(name);
    String text = given.get(name);
    if (text != null && (text.isBlank() || text.equals(NO_VALUE))) {
      return noted("--" + name + " has no value", Optional.empty());
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
      // Said below, together with what is out of bounds.
    }
    return noted("--" + name + " is '" + text + "', not a whole number from " + low + " to " + high, low);
  }

  private double parsePositive(String name, String text) {
    try {
      double number = Double.parseDouble(text);
      if (number > 0 && Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException wrong) {
      // Said below, together with what is out of bounds.
    }
    return noted("--" + name + " is '" + text + "', not a number above 0", 1.0);
  }

  /** The stand-in is never used: {@link #refuseFaults} throws before. */
  private <T> T noted(String fault, T standIn) {
    faults.add(fault);
    return standIn;
  }
}
