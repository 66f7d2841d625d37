package runtimeprocessing.count;

import runtimeprocessing.filter.Verdict;

/**
 * A reading's verdict, to be counted.
 *
 * @param time decides which window counts it: its own event time, or for a late reading its sensor's newest
 */
public record Observation(Verdict verdict, String sensor, long time) {}
