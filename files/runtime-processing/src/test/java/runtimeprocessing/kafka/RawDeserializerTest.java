package runtimeprocessing.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import runtimeprocessing.record.Incoming;
import runtimeprocessing.record.Malformed;
import runtimeprocessing.record.Reading;
import runtimeprocessing.record.Reason;

class RawDeserializerTest {
  @Test
  void returnsAReading() {
    Incoming incoming = deserialize("s", "{\"sensor\":\"s\",\"seq\":1,\"ts\":2,\"value\":3.0}");
    assertEquals(new Reading("s", 1, 2, 3, "3.0"), incoming.reading());
    assertNull(incoming.malformed());
  }

  @Test
  void returnsAMalformedRecordWithItsOffset() {
    Malformed malformed = deserialize("s", "no json").malformed();
    assertEquals(Reason.NOT_JSON, malformed.reason());
    assertEquals(4, malformed.partition());
    assertEquals(17, malformed.offset());
    assertArrayEquals("no json".getBytes(StandardCharsets.UTF_8), malformed.value());
    assertEquals("injected", malformed.headers()[0].name());
  }

  private static Incoming deserialize(String key, String value) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "raw", 4, 17, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    record.headers().add("injected", "outlier".getBytes(StandardCharsets.UTF_8));
    List<Incoming> out = new ArrayList<>();
    new RawDeserializer().deserialize(record, new ListCollector<>(out));
    assertEquals(1, out.size());
    return out.get(0);
  }
}
