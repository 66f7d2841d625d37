package runtimeprocessing.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import runtimeprocessing.count.Observation;
import runtimeprocessing.count.WindowCounts;
import runtimeprocessing.record.WindowStats;

/**
 * Counts observations in tumbling windows over all sensors, and writes each window once, when event time has passed it.
 *
 * <p>If an observation's window is already closed, the oldest open window counts it, so nothing is dropped and no
 * window is written twice. Flink's own window operator cannot guarantee that: only the watermark tells it which
 * windows are closed, and a restart resets the watermark. Therefore the end of the last written window is part of the
 * state here.
 */
public final class CountFunction extends KeyedProcessFunction<Byte, Observation, WindowStats> {
  private static final long serialVersionUID = 1;

  private final long length;
  private transient MapState<Long, WindowCounts> open;
  private transient ValueState<Long> writtenUpTo;

  public CountFunction(Duration length) {
    this.length = length.toMillis();
  }

  /** The state does not expire: a window is removed when it is written, and losing one would lose counts. */
  @Override
  public void open(OpenContext context) {
    open =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("open", Types.LONG, TypeInformation.of(WindowCounts.class)));
    writtenUpTo = getRuntimeContext().getState(new ValueStateDescriptor<>("written-up-to", Types.LONG));
  }

  @Override
  public void processElement(Observation observation, Context context, Collector<WindowStats> out) throws Exception {
    long passed = context.timerService().currentWatermark() + 1;
    long time = Math.max(observation.time(), Math.max(passed, written()));
    long start = time - Math.floorMod(time, length);
    WindowCounts known = open.get(start);
    WindowCounts counts = known == null ? WindowCounts.endingAt(start + length) : known;
    open.put(start, counts.plus(observation));
    context.timerService().registerEventTimeTimer(counts.end() - 1);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<WindowStats> out) throws Exception {
    List<WindowStats> closed = new ArrayList<>();
    for (Map.Entry<Long, WindowCounts> window : open.entries()) {
      if (window.getValue().end() - 1 == timestamp) {
        closed.add(window.getValue().closed(window.getKey()));
      }
    }
    for (WindowStats stats : closed) {
      open.remove(stats.start());
      out.collect(stats);
    }
    writtenUpTo.update(Math.max(written(), timestamp + 1));
  }

  private long written() throws Exception {
    Long end = writtenUpTo.value();
    return end == null ? Long.MIN_VALUE : end;
  }
}
