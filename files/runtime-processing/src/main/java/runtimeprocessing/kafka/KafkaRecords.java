package runtimeprocessing.kafka;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import runtimeprocessing.record.Header;
import runtimeprocessing.record.Json;
import runtimeprocessing.record.Malformed;
import runtimeprocessing.record.Reading;
import runtimeprocessing.record.WindowStats;

/** Creates the written records as docs/records.md describes them. */
public final class KafkaRecords {
  private KafkaRecords() {}

  /** Converts an element to a record of a topic. Serializable, because it is sent to the servers with the job. */
  public interface Writer<T> extends Serializable {
    ProducerRecord<byte[], byte[]> write(String topic, T element);
  }

  public static Writer<Reading> clean(String filter) {
    return (topic, reading) ->
        new ProducerRecord<>(topic, null, reading.ts(), bytes(reading.sensor()), Json.clean(reading, filter));
  }

  public static Writer<WindowStats> stats(String filter) {
    return (topic, stats) -> {
      byte[] key = bytes(Long.toString(stats.start()));
      return new ProducerRecord<>(topic, null, stats.start(), key, Json.stats(stats, filter));
    };
  }

  public static Writer<Malformed> malformed() {
    return (topic, malformed) -> {
      Long timestamp = malformed.timestamp() < 0 ? null : malformed.timestamp();
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(topic, null, timestamp, malformed.key(), malformed.value());
      for (Header header : malformed.headers()) {
        record.headers().add(header.name(), header.value());
      }
      record.headers().add("reason", bytes(malformed.reason().word()));
      record.headers().add("partition", bytes(Integer.toString(malformed.partition())));
      record.headers().add("offset", bytes(Long.toString(malformed.offset())));
      return record;
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
