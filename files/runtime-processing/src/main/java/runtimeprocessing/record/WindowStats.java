package runtimeprocessing.record;

import java.util.Map;

/**
 * The counts of one window, closed.
 *
 * @param start its first millisecond
 * @param end the first millisecond after it
 * @param bySensor outliers of the sensors that had any
 */
public record WindowStats(
    long start, long end, long readings, long outliers, long late, Map<String, Long> bySensor) {}
