import { labelName, lines, stat } from "../panels.ts";
import { sqlQuery } from "../query.ts";
import { thresholds, thresholdsOf } from "../thresholds.ts";
import { current, SAMPLE_GAP_MS, SAMPLE_INTERVAL, SAMPLES, series } from "./samples.ts";

const POINTS = 720;
const LABEL = labelName("series");

export function flinkJobs() {
  return stat({
    title: "Flink",
    description: "Running jobs and task managers. Both are 0 if Flink has not answered for two minutes.",
    unit: "short",
    width: 5,
    height: 4,
  })
    .thresholds(thresholds("red", { green: 1 }))
    .withTarget(sqlQuery("A", SAMPLES, { sql: current("flink_jobs", "jobs", 0) }))
    .withTarget(sqlQuery("B", SAMPLES, { sql: current("flink_task_managers", "task managers", 0) }));
}

export function kafkaBrokers() {
  return stat({
    title: "Kafka",
    description:
      "Brokers, and partitions that lack a replica. There are 0 brokers if Kafka has not answered for two minutes.",
    unit: "short",
    width: 5,
    height: 4,
  })
    .thresholds(thresholds("red", { green: 1 }))
    .overrideByName("lacking replicas", [{ id: "thresholds", value: thresholdsOf("green", { red: 1 }) }])
    .withTarget(sqlQuery("A", SAMPLES, { sql: current("kafka_brokers", "brokers", 0) }))
    .withTarget(sqlQuery("B", SAMPLES, { sql: current("kafka_under_replicated", "lacking replicas", 0) }));
}

/** Lines of a metric, by label. */
function chart(frame: { title: string; description: string; unit: string }, metric: string) {
  return lines({ ...frame, width: 12, height: 8 }, SAMPLE_GAP_MS)
    .displayName(LABEL)
    .maxDataPoints(POINTS)
    .interval(SAMPLE_INTERVAL)
    .min(0)
    .withTarget(sqlQuery("A", SAMPLES, { sql: series(metric, "label"), format: "wide" }));
}

export function kafkaLag() {
  const description =
    "Records that consumer groups have not committed yet. Flink commits when a checkpoint is complete, so its lag is a saw.";
  return chart({ title: "Lag of consumer groups", description, unit: "short" }, "kafka_lag");
}

export function druidLag() {
  const description = "Records of each topic that Druid has not read yet.";
  return chart({ title: "Lag of Druid's ingestion", description, unit: "short" }, "druid_lag");
}

export function backPressure() {
  const description =
    "The share of time in which an operator could not pass on its records, because the next one was busy.";
  return chart({ title: "Flink: back pressure", description, unit: "percentunit" }, "flink_back_pressure").max(1);
}

export function checkpoints() {
  const sqlOf = (metric: string, name: string) =>
    series(metric, "host").replace('host AS "series"', `'${name}' AS "series"`);
  return lines(
    {
      title: "Flink: checkpoints",
      description: "The duration of the newest completed checkpoint, and the time since then.",
      unit: "ms",
      width: 12,
      height: 8,
    },
    SAMPLE_GAP_MS,
  )
    .displayName(LABEL)
    .maxDataPoints(POINTS)
    .interval(SAMPLE_INTERVAL)
    .min(0)
    .withTarget(sqlQuery("A", SAMPLES, { sql: sqlOf("flink_checkpoint_duration", "duration"), format: "wide" }))
    .withTarget(
      sqlQuery("B", SAMPLES, {
        sql: sqlOf("flink_checkpoint_age", "age").replace('AVG("value")', 'AVG("value") * 1000'),
        format: "wide",
      }),
    );
}
