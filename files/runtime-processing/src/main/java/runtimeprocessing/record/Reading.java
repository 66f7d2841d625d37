package runtimeprocessing.record;

/**
 * What one sensor measured at one time.
 *
 * @param ts epoch milliseconds
 * @param literal the value as it was written, so that a clean record shows the very same digits
 */
public record Reading(String sensor, long seq, long ts, double value, String literal) {}
