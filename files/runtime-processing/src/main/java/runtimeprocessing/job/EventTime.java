package runtimeprocessing.job;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.eventtime.WatermarksWithIdleness;
import runtimeprocessing.record.Incoming;

/** Event time per partition: bounded lateness, and partitions without readings do not delay the others. */
public final class EventTime {
  private EventTime() {}

  public static WatermarkStrategy<Incoming> strategy(Settings settings) {
    Duration lateness = Duration.ofMillis(settings.filter().latenessMs());
    Duration leap = Duration.ofMillis(settings.filter().ttlMs());
    Duration idle = settings.idle();
    return WatermarkStrategy.<Incoming>forGenerator(
            context ->
                new ReadingsOnly(
                    new WatermarksWithIdleness<>(
                        new SteadyWatermarks<>(lateness, leap), idle, context.getInputActivityClock())))
        .withTimestampAssigner((incoming, kafka) -> incoming.reading() == null ? kafka : incoming.reading().ts());
  }

  /** Ignores malformed records, which have no event time: a partition with nothing else is idle. */
  private record ReadingsOnly(WatermarkGenerator<Incoming> inner) implements WatermarkGenerator<Incoming> {
    @Override
    public void onEvent(Incoming incoming, long timestamp, WatermarkOutput output) {
      if (incoming.reading() != null) {
        inner.onEvent(incoming, timestamp, output);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      inner.onPeriodicEmit(output);
    }
  }
}
