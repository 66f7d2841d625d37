package runtimeprocessing.kafka;

import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;
import runtimeprocessing.job.Settings;
import runtimeprocessing.kafka.KafkaRecords.Writer;
import runtimeprocessing.record.Incoming;

/** The job's source and its sinks. */
public final class KafkaEnds {
  /** Large enough for the largest record that a broker accepts by default, plus the added headers. */
  private static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;

  private KafkaEnds() {}

  /** Without a savepoint it starts at the group's committed offsets, or at the oldest record if there are none. */
  public static KafkaSource<Incoming> source(Settings settings) {
    return KafkaSource.<Incoming>builder()
        .setBootstrapServers(settings.bootstrap())
        .setTopics(settings.rawTopic())
        .setGroupId(settings.group())
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .setDeserializer(new RawDeserializer())
        .build();
  }

  /**
   * An exactly-once sink: records become readable when the checkpoint that covers them completes.
   *
   * <p>Transactional ids come from a pool: by default each checkpoint uses new ones, and a broker keeps every id in
   * memory for a week. Compression is gzip, which every client can read: counts by sensor can be long, and a
   * malformed record that arrived compressed must fit into the topic again.
   *
   * @param name distinguishes the job's sinks in their transactional ids
   */
  public static <T> KafkaSink<T> sink(Settings settings, String name, String topic, Writer<T> writer) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(settings.bootstrap())
        .setRecordSerializer(new TopicSerializer<>(topic, writer))
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(settings.transactionPrefix() + "-" + name)
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .setProperty(
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(settings.transactionTimeout().toMillis()))
        .setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(MAX_REQUEST_BYTES))
        .setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip")
        .build();
  }
}
