/** The job's arguments, its Flink operators and its topology. */
package runtimeprocessing.job;
