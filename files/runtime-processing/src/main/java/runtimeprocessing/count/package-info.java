/** How many readings and outliers fall into each window. Pure: knows neither Flink nor Kafka nor the clock. */
package runtimeprocessing.count;
