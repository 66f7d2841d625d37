/** Decides which readings are outliers or late. Pure: independent of Flink, Kafka and the clock. */
package runtimeprocessing.filter;
