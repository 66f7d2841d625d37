/** Which readings are outliers, and which come too late. Pure: knows neither Flink nor Kafka nor the clock. */
package runtimeprocessing.filter;
