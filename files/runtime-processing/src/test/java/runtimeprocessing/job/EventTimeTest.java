package runtimeprocessing.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.ManualClock;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;
import runtimeprocessing.record.Header;
import runtimeprocessing.record.Incoming;
import runtimeprocessing.record.Malformed;
import runtimeprocessing.record.Reading;
import runtimeprocessing.record.Reason;

class EventTimeTest {
  private static final Settings SETTINGS =
      Settings.from("--bootstrap", "b:1", "--lateness-seconds", "5", "--idle-seconds", "30");
  private static final Incoming MALFORMED =
      new Incoming(null, new Malformed(null, null, new Header[0], 99, Reason.NO_VALUE, 0, 0));

  /** Not 0, which Flink treats as no time. */
  private final ManualClock clock = new ManualClock(1_000_000);
  private final List<String> emitted = new ArrayList<>();
  private final WatermarkGenerator<Incoming> generator =
      EventTime.strategy(SETTINGS).createWatermarkGenerator(new ManualContext());
  private final WatermarkOutput output = new RecordedOutput();

  @Test
  void takesTheTimeOfReadingsFromTheValueAndOfMalformedRecordsFromKafka() {
    TimestampAssigner<Incoming> assigner = EventTime.strategy(SETTINGS).createTimestampAssigner(() -> null);
    assertEquals(7, assigner.extractTimestamp(reading(7), 99));
    assertEquals(99, assigner.extractTimestamp(MALFORMED, 99));
  }

  @Test
  void marksAPartitionWithoutReadingsIdleUntilTheNextOne() {
    feed(reading(10_000));
    feed();
    advance(31);
    feed();
    feed(reading(20_000));
    assertEquals(List.of("4999", "4999", "idle", "14999"), emitted);
  }

  @Test
  void marksAPartitionWithOnlyMalformedRecordsIdle() {
    feed(reading(10_000));
    feed(MALFORMED);
    advance(31);
    feed(MALFORMED);
    assertEquals(List.of("4999", "4999", "idle"), emitted);
  }

  private void feed(Incoming... incoming) {
    for (Incoming each : incoming) {
      generator.onEvent(each, each.reading() == null ? 99 : each.reading().ts(), output);
    }
    generator.onPeriodicEmit(output);
  }

  private void advance(long seconds) {
    clock.advanceTime(Duration.ofSeconds(seconds));
  }

  private static Incoming reading(long ts) {
    return new Incoming(new Reading("s", 0, ts, 0, "0"), null);
  }

  private final class ManualContext implements WatermarkGeneratorSupplier.Context {
    @Override
    public MetricGroup getMetricGroup() {
      return new UnregisteredMetricsGroup();
    }

    @Override
    public RelativeClock getInputActivityClock() {
      return clock;
    }
  }

  private final class RecordedOutput implements WatermarkOutput {
    @Override
    public void emitWatermark(Watermark watermark) {
      emitted.add(Long.toString(watermark.getTimestamp()));
    }

    @Override
    public void markIdle() {
      emitted.add("idle");
    }

    @Override
    public void markActive() {
      emitted.add("active");
    }
  }
}
