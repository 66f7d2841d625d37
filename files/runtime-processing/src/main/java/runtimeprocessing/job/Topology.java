package runtimeprocessing.job;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import runtimeprocessing.count.Observation;
import runtimeprocessing.record.Incoming;
import runtimeprocessing.record.Malformed;
import runtimeprocessing.record.Reading;
import runtimeprocessing.record.WindowStats;

/**
 * What happens between source and sinks. Every operator has a uid, which names its state in savepoints: it must stay
 * what it is, or a new build does not find the state of the old one.
 */
public final class Topology {
  /** All observations have this key: there is one count for all sensors. */
  private static final byte ALL = 0;

  private Topology() {}

  /** The three streams that are written. */
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
