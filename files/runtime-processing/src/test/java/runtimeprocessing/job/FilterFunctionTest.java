package runtimeprocessing.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import runtimeprocessing.count.Observation;
import runtimeprocessing.filter.FilterArguments;
import runtimeprocessing.filter.Verdict;
import runtimeprocessing.record.Reading;

class FilterFunctionTest {
  private static final FilterArguments ARGUMENTS = new FilterArguments(5, 3, 3, 0.1, 10, 1);
  private static final long HOUR = 3_600_000;

  @Test
  void forwardsOnlyCleanReadingsAndObservesAll() throws Exception {
    try (Harness harness = open(null)) {
      send(harness, 0, 20);
      send(harness, 1_000, 20);
      send(harness, 20_000, 20);
      send(harness, 20_001, 90);
      send(harness, 5_000, 20);
      assertEquals(List.of(0L, 1_000L, 20_000L), harness.extractOutputValues().stream().map(Reading::ts).toList());
      assertEquals(
          List.of(
              new Observation(Verdict.CLEAN, "s", 0),
              new Observation(Verdict.CLEAN, "s", 1_000),
              new Observation(Verdict.CLEAN, "s", 20_000),
              new Observation(Verdict.OUTLIER, "s", 20_001),
              new Observation(Verdict.LATE, "s", 20_001)),
          observed(harness));
    }
  }

  @Test
  void continuesFromRestoredState() throws Exception {
    OperatorSubtaskState snapshot;
    try (Harness harness = open(null)) {
      for (int reading = 0; reading < 3; reading++) {
        send(harness, reading, 20);
      }
      snapshot = harness.snapshot(1, 1);
    }
    try (Harness harness = open(snapshot)) {
      send(harness, 3, 90);
      assertEquals(List.of(new Observation(Verdict.OUTLIER, "s", 3)), observed(harness));
    }
  }

  @Test
  void keepsStateWhileRecordsAreDelayedByTheTimeToLive() throws Exception {
    try (Harness harness = open(null)) {
      for (int reading = 0; reading < 3; reading++) {
        send(harness, reading, 20);
      }
      harness.setStateTtlProcessingTime(2 * HOUR - 1);
      send(harness, 3, 90);
      assertEquals(Verdict.OUTLIER, last(harness));
    }
  }

  @Test
  void expiresASensorThatIsSilentForTwiceTheTimeToLive() throws Exception {
    try (Harness harness = open(null)) {
      for (int reading = 0; reading < 3; reading++) {
        send(harness, reading, 20);
      }
      assertEquals(1, harness.numKeyedStateEntries());
      harness.setStateTtlProcessingTime(2 * HOUR);
      send(harness, 3, 90);
      assertEquals(Verdict.CLEAN, last(harness));
    }
  }

  private static final class Harness extends KeyedOneInputStreamOperatorTestHarness<String, Reading, Reading> {
    Harness() throws Exception {
      super(new KeyedProcessOperator<>(new FilterFunction(ARGUMENTS)), Reading::sensor, Types.STRING);
    }
  }

  private static Harness open(OperatorSubtaskState state) throws Exception {
    Harness harness = new Harness();
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  private static void send(Harness harness, long ts, double value) throws Exception {
    harness.processElement(new Reading("s", 0, ts, value, "0"), ts);
  }

  private static List<Observation> observed(Harness harness) {
    Queue<StreamRecord<Observation>> side = harness.getSideOutput(FilterFunction.OBSERVED);
    return side.stream().map(StreamRecord::getValue).toList();
  }

  private static Verdict last(Harness harness) {
    List<Observation> all = observed(harness);
    return all.get(all.size() - 1).verdict();
  }
}
