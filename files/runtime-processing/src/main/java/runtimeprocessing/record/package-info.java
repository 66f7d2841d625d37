/** What is read and written: records, and their JSON as docs/records.md describes it. Knows neither Flink nor Kafka. */
package runtimeprocessing.record;
