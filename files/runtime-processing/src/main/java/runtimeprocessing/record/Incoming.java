package runtimeprocessing.record;

/** A raw record: either a reading or a malformed record; the other one is null. */
public record Incoming(Reading reading, Malformed malformed) {}
