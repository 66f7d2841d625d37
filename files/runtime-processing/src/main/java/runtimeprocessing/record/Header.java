package runtimeprocessing.record;

/** A header of a Kafka record; the value may be null. */
public record Header(String name, byte[] value) {}
