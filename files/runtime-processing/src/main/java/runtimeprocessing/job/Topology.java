package runtimeprocessing.job;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import runtimeprocessing.count.Observation;
import runtimeprocessing.record.Incoming;
import runtimeprocessing.record.Malformed;
import runtimeprocessing.record.Reading;
import runtimeprocessing.record.WindowStats;

/**
 * The operators between source and sinks. Every operator has a uid, which identifies its state in savepoints: it must
 * not change, or a new build cannot restore the state of an old one.
 */
public final class Topology {
  /** The key of all observations, because one operator counts for all sensors. */
  private static final byte ALL = 0;

  private Topology() {}

  /** The three output streams. */
  public record Outputs(DataStream<Reading> clean, DataStream<WindowStats> stats, DataStream<Malformed> malformed) {}

  public static Outputs build(DataStream<Incoming> records, Settings settings) {
    SingleOutputStreamOperator<Reading> readings =
        records.process(new SplitFunction()).name("readings").uid("split");
    SingleOutputStreamOperator<Reading> clean =
        readings
            .keyBy(Reading::sensor)
            .process(new FilterFunction(settings.filter()))
            .name("filter")
            .uid("filter");
    DataStream<Observation> observed = clean.getSideOutput(FilterFunction.OBSERVED);
    SingleOutputStreamOperator<WindowStats> stats =
        observed
            .keyBy(observation -> ALL)
            .process(new CountFunction(settings.windowLength()))
            .name("count")
            .uid("count")
            .setParallelism(1);
    return new Outputs(clean, stats, readings.getSideOutput(SplitFunction.MALFORMED));
  }
}
