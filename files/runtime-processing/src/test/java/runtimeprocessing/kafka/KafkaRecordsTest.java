package runtimeprocessing.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import runtimeprocessing.RecordsPage;
import runtimeprocessing.record.Header;
import runtimeprocessing.record.Malformed;
import runtimeprocessing.record.Reading;
import runtimeprocessing.record.Reason;
import runtimeprocessing.record.WindowStats;

class KafkaRecordsTest {
  @Test
  void writesCleanReadingsAsDocumented() {
    Reading reading = new Reading("sensor-0001", 0, 1767225600000L, 48.327, "48.327");
    ProducerRecord<byte[], byte[]> record = KafkaRecords.clean("3f9a01c7").write("t", reading);
    assertEquals(RecordsPage.examples("clean_sensors").get(0), text(record.value()));
    assertEquals("sensor-0001", text(record.key()));
    assertEquals(1767225600000L, record.timestamp());
  }

  @Test
  void writesCountsAsDocumented() {
    Map<String, Long> bySensor = new HashMap<>(Map.of("sensor-0007", 1L, "sensor-0001", 2L));
    WindowStats stats = new WindowStats(1767225600000L, 1767226200000L, 6000, 3, 0, bySensor);
    ProducerRecord<byte[], byte[]> record = KafkaRecords.stats("3f9a01c7").write("t", stats);
    assertEquals(RecordsPage.examples("outlier_stats").get(0), text(record.value()));
    assertEquals("1767225600000", text(record.key()));
    assertEquals(1767225600000L, record.timestamp());
  }

  @Test
  void keepsTheDigitsOfAValue() {
    Reading reading = new Reading("ü\"", 3, 5, 1e-7, "0.10e-6");
    assertEquals(
        "{\"sensor\":\"ü\\\"\",\"seq\":3,\"ts\":5,\"value\":0.10e-6,\"filter\":\"f\"}",
        text(KafkaRecords.clean("f").write("t", reading).value()));
  }

  @Test
  void writesMalformedRecordsWithReasonAndOffset() {
    byte[] value = {(byte) 0xff, 0};
    Header[] headers = {new Header("injected", bytes("outlier")), new Header("empty", null)};
    Malformed malformed = new Malformed(null, value, headers, 7, Reason.NOT_JSON, 3, 41);
    ProducerRecord<byte[], byte[]> record = KafkaRecords.malformed().write("t", malformed);
    assertNull(record.key());
    assertArrayEquals(value, record.value());
    assertEquals(7, record.timestamp());
    List<String> written =
        StreamSupport.stream(record.headers().spliterator(), false)
            .map(header -> header.key() + "=" + (header.value() == null ? null : text(header.value())))
            .toList();
    assertEquals(List.of("injected=outlier", "empty=null", "reason=not-json", "partition=3", "offset=41"), written);
  }

  @Test
  void leavesTheTimestampToKafkaIfTheRecordHasNone() {
    Malformed malformed = new Malformed(null, null, new Header[0], -1, Reason.NO_VALUE, 0, 0);
    ProducerRecord<byte[], byte[]> record = KafkaRecords.malformed().write("t", malformed);
    assertNull(record.timestamp());
    assertNull(record.value());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
