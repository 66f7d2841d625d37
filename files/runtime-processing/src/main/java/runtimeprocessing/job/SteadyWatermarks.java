package runtimeprocessing.job;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * Emits the newest time minus the lateness, like Flink's own generator, but tolerates a wrong clock: it follows a
 * leap forward only if several consecutive readings confirm it. Watermarks never go back, so a single reading from
 * the far future would close every window permanently.
 */
final class SteadyWatermarks<T> implements WatermarkGenerator<T> {
  private static final int CONFIRMATIONS = 3;
  private static final long NONE = Long.MIN_VALUE;

  private final long lateness;
  private final long leap;
  private long newest = NONE;
  private int leaps = 0;
  private long smallestLeap = Long.MAX_VALUE;

  SteadyWatermarks(Duration lateness, Duration leap) {
    this.lateness = lateness.toMillis();
    this.leap = leap.toMillis();
  }

  @Override
  public void onEvent(T event, long timestamp, WatermarkOutput output) {
    if (newest == NONE || timestamp <= newest + leap) {
      reach(timestamp);
      return;
    }
    leaps++;
    smallestLeap = Math.min(smallestLeap, timestamp);
    if (leaps == CONFIRMATIONS) {
      reach(smallestLeap);
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    if (newest != NONE) {
      output.emitWatermark(new Watermark(newest - lateness - 1));
    }
  }

  private void reach(long timestamp) {
    newest = Math.max(newest, timestamp);
    leaps = 0;
    smallestLeap = Long.MAX_VALUE;
  }
}
