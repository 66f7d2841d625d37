package runtimeprocessing.job;

import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import runtimeprocessing.count.Observation;
import runtimeprocessing.filter.Decision;
import runtimeprocessing.filter.FilterArguments;
import runtimeprocessing.filter.FilterState;
import runtimeprocessing.filter.HampelFilter;
import runtimeprocessing.filter.Verdict;
import runtimeprocessing.record.Reading;

/** Forwards clean readings, and emits an observation of every reading to a side output. */
public final class FilterFunction extends KeyedProcessFunction<String, Reading, Reading> {
  private static final long serialVersionUID = 1;

  /** One observation per reading, whatever the verdict. */
  public static final OutputTag<Observation> OBSERVED = new OutputTag<>("observed") {
        private static final long serialVersionUID = 1;
      };

  private final HampelFilter filter;
  private final Duration expiry;
  private transient ValueState<FilterState> state;

  public FilterFunction(FilterArguments arguments) {
    this.filter = new HampelFilter(arguments);
    // The filter itself resets after the time to live in event time, which can be recomputed. Flink expires state by
    // its own clock, and only after twice as long, so that delayed records do not change verdicts.
    this.expiry = Duration.ofMillis(2 * arguments.ttlMs());
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<FilterState> descriptor = new ValueStateDescriptor<>("sensor", FilterState.class);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(expiry).build());
    state = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(Reading reading, Context context, Collector<Reading> out) throws Exception {
    Decision decision = filter.decide(state.value(), reading.ts(), reading.value());
    boolean late = decision.verdict() == Verdict.LATE;
    if (!late) {
      state.update(decision.state());
    }
    long time = late ? decision.state().highest() : reading.ts();
    context.output(OBSERVED, new Observation(decision.verdict(), reading.sensor(), time));
    if (decision.verdict() == Verdict.CLEAN) {
      out.collect(reading);
    }
  }
}
