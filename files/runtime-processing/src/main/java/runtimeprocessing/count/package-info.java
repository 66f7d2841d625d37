/** Counts of readings and outliers per window. Pure: independent of Flink, Kafka and the clock. */
package runtimeprocessing.count;
