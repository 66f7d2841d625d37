/** The records and their JSON, as docs/records.md describes them. Independent of Flink and Kafka. */
package runtimeprocessing.record;
