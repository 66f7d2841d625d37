package runtimeprocessing.record;

import java.util.Map;

/**
 * The counts of a closed window.
 *
 * @param start its first millisecond
 * @param end the first millisecond after it
 * @param bySensor the number of outliers of each sensor that had any
 */
public record WindowStats(
    long start, long end, long readings, long outliers, long late, Map<String, Long> bySensor) {}
