package runtimeprocessing;

import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import runtimeprocessing.job.EventTime;
import runtimeprocessing.job.Settings;
import runtimeprocessing.job.Topology;
import runtimeprocessing.kafka.KafkaEnds;
import runtimeprocessing.kafka.KafkaRecords;
import runtimeprocessing.record.Incoming;

/** Reads raw readings; writes clean readings, outlier counts per window, and malformed records. */
public final class Job {
  /** The highest parallelism a savepoint can be scaled to. Flink's own choice depends on the initial parallelism. */
  private static final int MAX_PARALLELISM = 128;

  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  private Job() {}

  public static void main(String[] args) throws Exception {
    Settings settings = Settings.from(args);
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    prepare(env);
    connect(env, settings);
    env.execute("runtimeprocessing");
  }

  /** Makes errors fail now that would otherwise fail at a restore: a type without schema, an operator without uid. */
  public static void prepare(StreamExecutionEnvironment env) {
    Configuration strict = new Configuration();
    strict.set(PipelineOptions.GENERIC_TYPES, false);
    strict.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    env.configure(strict);
    env.setMaxParallelism(MAX_PARALLELISM);
    CheckpointConfig checkpoints = env.getCheckpointConfig();
    if (!checkpoints.isCheckpointingEnabled()) {
      env.enableCheckpointing(CHECKPOINT_INTERVAL.toMillis());
    }
    checkpoints.setCheckpointingConsistencyMode(CheckpointingMode.EXACTLY_ONCE);
    checkpoints.enableUnalignedCheckpoints();
  }

  static void connect(StreamExecutionEnvironment env, Settings settings) {
    DataStream<Incoming> records =
        env.fromSource(KafkaEnds.source(settings), EventTime.strategy(settings), settings.rawTopic()).uid("source");
    Topology.Outputs outputs = Topology.build(records, settings);
    String filter = settings.filter().hash();
    outputs
        .clean()
        .sinkTo(KafkaEnds.sink(settings, "clean", settings.cleanTopic(), KafkaRecords.clean(filter)))
        .name(settings.cleanTopic())
        .uid("clean-sink");
    outputs
        .stats()
        .sinkTo(KafkaEnds.sink(settings, "stats", settings.statsTopic(), KafkaRecords.stats(filter)))
        .name(settings.statsTopic())
        .uid("stats-sink")
        .setParallelism(1);
    outputs
        .malformed()
        .sinkTo(KafkaEnds.sink(settings, "malformed", settings.malformedTopic(), KafkaRecords.malformed()))
        .name(settings.malformedTopic())
        .uid("malformed-sink")
        .setParallelism(1);
  }
}
