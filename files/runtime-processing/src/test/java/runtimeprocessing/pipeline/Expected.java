package runtimeprocessing.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import runtimeprocessing.count.Observation;
import runtimeprocessing.count.WindowCounts;
import runtimeprocessing.filter.Decision;
import runtimeprocessing.filter.FilterArguments;
import runtimeprocessing.filter.FilterState;
import runtimeprocessing.filter.HampelFilter;
import runtimeprocessing.filter.Verdict;
import runtimeprocessing.record.Incoming;
import runtimeprocessing.record.Json;
import runtimeprocessing.record.Reading;

/** The expected output for a list of records, from the plain loop that Flink makes parallel and restartable. */
final class Expected {
  private static final long WINDOW = 600_000;

  final List<String> clean = new ArrayList<>();
  final List<String> malformed = new ArrayList<>();
  final List<String> stats;
  private final Map<String, FilterState> states = new HashMap<>();
  private final Map<Long, WindowCounts> windows = new TreeMap<>();

  Expected(List<Incoming> records, FilterArguments arguments) {
    HampelFilter filter = new HampelFilter(arguments);
    for (Incoming record : records) {
      if (record.reading() == null) {
        malformed.add(new String(record.malformed().value(), StandardCharsets.UTF_8));
      } else {
        take(record.reading(), filter, arguments.hash());
      }
    }
    Collections.sort(clean);
    Collections.sort(malformed);
    stats =
        windows.entrySet().stream()
            .map(window -> window.getValue().closed(window.getKey()))
            .map(closed -> new String(Json.stats(closed, arguments.hash()), StandardCharsets.UTF_8))
            .toList();
  }

  private void take(Reading reading, HampelFilter filter, String hash) {
    Decision decision = filter.decide(states.get(reading.sensor()), reading.ts(), reading.value());
    states.put(reading.sensor(), decision.state());
    Verdict verdict = decision.verdict();
    if (verdict == Verdict.CLEAN) {
      clean.add(new String(Json.clean(reading, hash), StandardCharsets.UTF_8));
    }
    long time = verdict == Verdict.LATE ? decision.state().highest() : reading.ts();
    long start = time - time % WINDOW;
    WindowCounts counts = windows.getOrDefault(start, WindowCounts.endingAt(start + WINDOW));
    windows.put(start, counts.plus(new Observation(verdict, reading.sensor(), time)));
  }
}
