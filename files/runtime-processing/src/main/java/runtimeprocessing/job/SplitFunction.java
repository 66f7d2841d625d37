package runtimeprocessing.job;

import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import runtimeprocessing.record.Incoming;
import runtimeprocessing.record.Malformed;
import runtimeprocessing.record.Reading;

/** Forwards readings, and sends malformed records to a side output. */
public final class SplitFunction extends ProcessFunction<Incoming, Reading> {
  private static final long serialVersionUID = 1;

  public static final OutputTag<Malformed> MALFORMED = new OutputTag<>("malformed") {
        private static final long serialVersionUID = 1;
      };

  @Override
  public void processElement(Incoming incoming, Context context, Collector<Reading> out) {
    if (incoming.reading() == null) {
      context.output(MALFORMED, incoming.malformed());
    } else {
      out.collect(incoming.reading());
    }
  }
}
