/** The job's arguments, its Flink operators and how they hang together. */
package runtimeprocessing.job;
