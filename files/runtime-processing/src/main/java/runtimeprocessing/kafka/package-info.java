/** The job's Kafka source and sinks. */
package runtimeprocessing.kafka;
