package runtimeprocessing.job;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * The newest time less the lateness, like Flink's own generator, but not led astray by one wrong clock: a leap forward
 * is believed only when several readings in a row confirm it. A watermark never goes back, so a single reading from
 * the far future would close every window for good.
 */
final class SteadyWatermarks<T> implements WatermarkGenerator<T> {
  private static final int CONFIRMATIONS = 3;
  private static final long UNKNOWN = Long.MIN_VALUE;

  private final long lateness;
  private final long leap;
  private long newest = UNKNOWN;
  private int leaps = 0;
  private long leastLeap = Long.MAX_VALUE;

  SteadyWatermarks(Duration lateness, Duration leap) {
    this.lateness = lateness.toMillis();
    this.leap = leap.toMillis();
  }

  @Override
  public void onEvent(T event, long timestamp, WatermarkOutput output) {
    if (newest == UNKNOWN || timestamp <= newest + leap) {
      reach(timestamp);
      return;
    }
    leaps++;
    leastLeap = Math.min(leastLeap, timestamp);
    if (leaps == CONFIRMATIONS) {
      reach(leastLeap);
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    if (newest != UNKNOWN) {
      output.emitWatermark(new Watermark(newest - lateness - 1));
    }
  }

  private void reach(long timestamp) {
    newest = Math.max(newest, timestamp);
    leaps = 0;
    leastLeap = Long.MAX_VALUE;
  }
}
