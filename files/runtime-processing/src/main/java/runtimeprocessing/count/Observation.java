package runtimeprocessing.count;

import runtimeprocessing.filter.Verdict;

/**
 * That there was a reading, and what it was found to be.
 *
 * @param time decides into which window it counts: its own event time, or of a late one its sensor's newest
 */
public record Observation(Verdict verdict, String sensor, long time) {}
