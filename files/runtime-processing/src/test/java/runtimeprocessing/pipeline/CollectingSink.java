package runtimeprocessing.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import runtimeprocessing.kafka.KafkaRecords.Writer;

/** Collects the values that would be written to a topic, per run. */
record CollectingSink<T>(String run, String topic, Writer<T> writer) implements Sink<T> {
  private static final long serialVersionUID = 1;
  private static final Map<String, Collection<String>> WRITTEN = new ConcurrentHashMap<>();

  /** Sorted, because sensors are written in parallel. */
  static List<String> written(String run, String topic) {
    return WRITTEN.getOrDefault(run + topic, List.of()).stream().sorted().toList();
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    Collection<String> values = WRITTEN.computeIfAbsent(run + topic, name -> new ConcurrentLinkedQueue<>());
    return new SinkWriter<>() {
      @Override
      public void write(T element, Context unused) {
        values.add(new String(writer.write(topic, element).value(), StandardCharsets.UTF_8));
      }

      @Override
      public void flush(boolean endOfInput) {}

      @Override
      public void close() {}
    };
  }
}
