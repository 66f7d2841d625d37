package runtimeprocessing.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import runtimeprocessing.count.Observation;
import runtimeprocessing.filter.Decision;
import runtimeprocessing.filter.FilterCase;
import runtimeprocessing.filter.FilterState;
import runtimeprocessing.filter.HampelFilter;
import runtimeprocessing.filter.Verdict;
import runtimeprocessing.record.Json;
import runtimeprocessing.record.WindowStats;

/** Windows of one minute; times are in seconds. */
class CountFunctionTest {
  @Test
  void writesAWindowWhenEventTimeHasPassedIt() throws Exception {
    try (Harness harness = open(null, 1)) {
      harness.observe(Verdict.CLEAN, "a", 0);
      harness.observe(Verdict.OUTLIER, "b", 59);
      harness.observe(Verdict.CLEAN, "a", 60);
      harness.processWatermark(59_998);
      assertEquals(List.of(), harness.extractOutputValues());
      harness.processWatermark(59_999);
      assertEquals(List.of(stats(0, 2, 1, 0, Map.of("b", 1L))), harness.extractOutputValues());
    }
  }

  @Test
  void writesWindowsWithoutOutliersButNoneWithoutReadings() throws Exception {
    try (Harness harness = open(null, 1)) {
      harness.observe(Verdict.CLEAN, "a", 0);
      harness.observe(Verdict.CLEAN, "a", 180);
      harness.processWatermark(600_000);
      assertEquals(
          List.of(stats(0, 1, 0, 0, Map.of()), stats(180, 1, 0, 0, Map.of())), harness.extractOutputValues());
    }
  }

  @Test
  void countsReadingsOfClosedWindowsInTheOldestOpenOne() throws Exception {
    try (Harness harness = open(null, 1)) {
      harness.observe(Verdict.CLEAN, "a", 0);
      harness.processWatermark(125_000);
      harness.observe(Verdict.OUTLIER, "b", 30);
      harness.observe(Verdict.CLEAN, "b", 70);
      harness.observe(Verdict.LATE, "b", 70);
      harness.observe(Verdict.CLEAN, "a", 190);
      harness.processWatermark(600_000);
      assertEquals(
          List.of(
              stats(0, 1, 0, 0, Map.of()), stats(120, 2, 1, 1, Map.of("b", 1L)), stats(180, 1, 0, 0, Map.of())),
          harness.extractOutputValues());
    }
  }

  @Test
  void writesNoWindowTwiceAfterARestoreResetsTheWatermark() throws Exception {
    OperatorSubtaskState snapshot;
    try (Harness harness = open(null, 1)) {
      harness.observe(Verdict.CLEAN, "a", 0);
      harness.observe(Verdict.OUTLIER, "a", 61);
      harness.processWatermark(60_000);
      assertEquals(List.of(stats(0, 1, 0, 0, Map.of())), harness.extractOutputValues());
      snapshot = harness.snapshot(1, 1);
    }
    try (Harness harness = open(snapshot, 1)) {
      harness.observe(Verdict.CLEAN, "b", 10);
      harness.processWatermark(600_000);
      assertEquals(List.of(stats(60, 2, 1, 0, Map.of("a", 1L))), harness.extractOutputValues());
    }
  }

  @Test
  void closesAnOpenWindowAtItsOriginalEndIfTheLengthChanges() throws Exception {
    OperatorSubtaskState snapshot;
    try (Harness harness = open(null, 2)) {
      harness.observe(Verdict.CLEAN, "a", 1);
      snapshot = harness.snapshot(1, 1);
    }
    try (Harness harness = open(snapshot, 1)) {
      harness.observe(Verdict.CLEAN, "a", 2);
      harness.observe(Verdict.CLEAN, "a", 70);
      harness.processWatermark(600_000);
      assertEquals(
          List.of(
              new WindowStats(0, 120_000, 2, 0, 0, Map.of()), new WindowStats(60_000, 120_000, 1, 0, 0, Map.of())),
          harness.extractOutputValues());
    }
  }

  static List<FilterCase> cases() {
    return FilterCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void countsAsInTheCase(FilterCase example) throws Exception {
    HampelFilter filter = new HampelFilter(example.arguments());
    Map<String, FilterState> states = new HashMap<>();
    try (Harness harness = open(null, example.windowMinutes())) {
      for (FilterCase.Line line : example.lines()) {
        Decision decision = filter.decide(states.get(line.sensor()), line.ts(), line.value());
        states.put(line.sensor(), decision.state());
        boolean late = decision.verdict() == Verdict.LATE;
        harness.observe(decision.verdict(), line.sensor(), late ? decision.state().highest() : line.ts(), 1);
      }
      harness.processWatermark(Long.MAX_VALUE);
      List<String> written =
          harness.extractOutputValues().stream()
              .map(stats -> new String(Json.stats(stats, example.hash()), StandardCharsets.UTF_8))
              .toList();
      assertEquals(example.windows(), written);
    }
  }

  private static WindowStats stats(long start, long readings, long outliers, long late, Map<String, Long> bySensor) {
    return new WindowStats(start * 1000, start * 1000 + 60_000, readings, outliers, late, bySensor);
  }

  private static final class Harness extends KeyedOneInputStreamOperatorTestHarness<Byte, Observation, WindowStats> {
    Harness(long minutes) throws Exception {
      super(new KeyedProcessOperator<>(new CountFunction(Duration.ofMinutes(minutes))), o -> (byte) 0, Types.BYTE);
    }

    void observe(Verdict verdict, String sensor, long seconds) throws Exception {
      observe(verdict, sensor, seconds, 1000);
    }

    void observe(Verdict verdict, String sensor, long time, long unit) throws Exception {
      processElement(new Observation(verdict, sensor, time * unit), time * unit);
    }
  }

  private static Harness open(OperatorSubtaskState state, long minutes) throws Exception {
    Harness harness = new Harness(minutes);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }
}
