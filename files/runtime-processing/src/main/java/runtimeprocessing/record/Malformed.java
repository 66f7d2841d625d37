package runtimeprocessing.record;

/**
 * A raw record that is not a valid reading, unchanged, with its partition and offset.
 *
 * @param key null if the record has none
 * @param value null if the record has none
 * @param timestamp Kafka's timestamp in epoch milliseconds; negative if the record has none
 */
public record Malformed(
    byte[] key, byte[] value, Header[] headers, long timestamp, Reason reason, int partition, long offset) {}
