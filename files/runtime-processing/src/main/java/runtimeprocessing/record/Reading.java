package runtimeprocessing.record;

/**
 * One sensor's measurement at one time.
 *
 * @param ts epoch milliseconds
 * @param literal the value as it was written, so that a clean record has exactly the same digits
 */
public record Reading(String sensor, long seq, long ts, double value, String literal) {}
