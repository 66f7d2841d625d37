package runtimeprocessing.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.junit.jupiter.api.Test;

class SteadyWatermarksTest {
  private static final long HOUR = 3_600_000;

  private final SteadyWatermarks<String> watermarks =
      new SteadyWatermarks<>(Duration.ofSeconds(5), Duration.ofHours(1));

  @Test
  void emitsNothingBeforeTheFirstReading() {
    assertEquals(List.of(), emitted());
  }

  @Test
  void staysBehindTheNewestReadingByTheLateness() {
    assertEquals(List.of(4_999L), emitted(10_000));
    assertEquals(List.of(14_999L), emitted(20_000, 12_000));
    assertEquals(List.of(14_999L), emitted());
  }

  @Test
  void followsAStepOfTheWholeTimeToLive() {
    assertEquals(List.of(HOUR - 5_001), emitted(0, HOUR));
  }

  @Test
  void ignoresASingleReadingFromTheFuture() {
    assertEquals(List.of(14_999L), emitted(10_000, Long.MAX_VALUE / 2, 20_000));
    assertEquals(List.of(15_999L), emitted(9 * HOUR, 9 * HOUR, 21_000));
  }

  @Test
  void followsALeapToTheSmallestOfThreeConsecutiveReadings() {
    assertEquals(List.of(9 * HOUR - 5_001), emitted(0, 10 * HOUR, 9 * HOUR, 99 * HOUR));
  }

  /** The watermarks of a period with these readings. */
  private List<Long> emitted(long... timestamps) {
    Collected output = new Collected();
    for (long timestamp : timestamps) {
      watermarks.onEvent("", timestamp, output);
    }
    watermarks.onPeriodicEmit(output);
    return output.times;
  }

  private static final class Collected implements WatermarkOutput {
    private final List<Long> times = new ArrayList<>();

    @Override
    public void emitWatermark(Watermark watermark) {
      times.add(watermark.getTimestamp());
    }

    @Override
    public void markIdle() {
      throw new IllegalStateException("only idleness does this");
    }

    @Override
    public void markActive() {
      throw new IllegalStateException("only idleness does this");
    }
  }
}
