/** The job's ends: from and to Kafka. */
package runtimeprocessing.kafka;
