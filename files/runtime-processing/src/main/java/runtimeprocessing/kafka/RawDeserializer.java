package runtimeprocessing.kafka;

import java.util.stream.StreamSupport;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import runtimeprocessing.record.Header;
import runtimeprocessing.record.Incoming;
import runtimeprocessing.record.Malformed;
import runtimeprocessing.record.Parsed;
import runtimeprocessing.record.ReadingParser;
import runtimeprocessing.record.Reason;

/** Converts every record to a reading or a malformed record. It drops none and never throws. */
public final class RawDeserializer implements KafkaRecordDeserializationSchema<Incoming> {
  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> raw, Collector<Incoming> out) {
    Parsed parsed = ReadingParser.parse(raw.key(), raw.value());
    Malformed malformed = parsed.reading() == null ? malformed(raw, parsed.reason()) : null;
    out.collect(new Incoming(parsed.reading(), malformed));
  }

  @Override
  public TypeInformation<Incoming> getProducedType() {
    return TypeInformation.of(Incoming.class);
  }

  private static Malformed malformed(ConsumerRecord<byte[], byte[]> raw, Reason reason) {
    Header[] headers =
        StreamSupport.stream(raw.headers().spliterator(), false)
            .map(header -> new Header(header.key(), header.value()))
            .toArray(Header[]::new);
    return new Malformed(raw.key(), raw.value(), headers, raw.timestamp(), reason, raw.partition(), raw.offset());
  }
}
