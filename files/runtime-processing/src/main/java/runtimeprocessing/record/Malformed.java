package runtimeprocessing.record;

/**
 * A raw record that is no reading, as it was read, and where it stood.
 *
 * @param key null where the record has none
 * @param value null where the record has none
 * @param timestamp Kafka's own, epoch milliseconds; negative where the record has none
 */
public record Malformed(
    byte[] key, byte[] value, Header[] headers, long timestamp, Reason reason, int partition, long offset) {}
