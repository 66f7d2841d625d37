package runtimeprocessing.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.InternalMiniClusterExtension;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import runtimeprocessing.Job;
import runtimeprocessing.filter.Decision;
import runtimeprocessing.filter.FilterState;
import runtimeprocessing.filter.HampelFilter;
import runtimeprocessing.filter.Verdict;
import runtimeprocessing.job.EventTime;
import runtimeprocessing.job.Settings;
import runtimeprocessing.job.Topology;
import runtimeprocessing.kafka.KafkaRecords;
import runtimeprocessing.record.Incoming;
import runtimeprocessing.record.Reading;

/** Runs the topology on a small real cluster: without a stop, and stopped in the middle and resumed. */
class PipelineTest {

  /** Written out, because stored savepoints were created with them. */
  private static final Settings SETTINGS =
      Settings.from(
          ("--bootstrap none:1 --window-minutes 10 --filter-window 21 --threshold 5 --warm-up 7 --mad-floor 0.01"
                  + " --lateness-seconds 10 --state-ttl-hours 168")
              .split(" "));

  private static final Path FRESH = Path.of("target/savepoint").toAbsolutePath();
  private static final Path STORED = Path.of("src/test/resources/savepoints");
  private static final Path UNPACKED = Path.of("target/stored-savepoints").toAbsolutePath();
  private static final Expected EXPECTED = new Expected(Script.records(), SETTINGS.filter());

  @RegisterExtension
  static final InternalMiniClusterExtension CLUSTER =
      new InternalMiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(2)
              .setNumberSlotsPerTaskManager(2)
              .build());

  /** The output of this build up to the middle, where it was stopped with a savepoint. */
  private static Written firstHalf;

  private static Path freshSavepoint;

  record Written(List<String> clean, List<String> stats, List<String> malformed) {
    static Written by(String run) {
      return new Written(
          CollectingSink.written(run, "clean"),
          CollectingSink.written(run, "stats"),
          CollectingSink.written(run, "malformed"));
    }

    Written and(Written more) {
      return new Written(
          joined(clean, more.clean), joined(stats, more.stats), joined(malformed, more.malformed));
    }

    private static List<String> joined(List<String> some, List<String> more) {
      return Stream.concat(some.stream(), more.stream()).sorted().toList();
    }
  }

  @BeforeAll
  static void stopInTheMiddle() throws Exception {
    MiniCluster cluster = CLUSTER.getMiniCluster();
    JobID job = start("first-half", null, 2, Script.MIDDLE);
    ScriptedSource.awaitLimit("first-half");
    // On a busy machine the source can finish before the last task starts, and a savepoint requires all tasks.
    CommonTestUtils.waitForAllTaskRunning(cluster, job, false);
    // The watermark is updated five times a second. The closed windows must not depend on that.
    CommonTestUtils.waitUntilCondition(
        () -> CollectingSink.written("first-half", "stats").size() == Script.CLOSED_BY_MIDDLE);
    String path = cluster.stopWithSavepoint(job, FRESH.toString(), false, SavepointFormatType.CANONICAL).get();
    awaitEnd(job);
    firstHalf = Written.by("first-half");
    freshSavepoint = Path.of(URI.create(path));
  }

  @Test
  void theScriptHasRecordsOfEachKind() throws IOException {
    List<JsonNode> windows = new ArrayList<>();
    for (String stats : EXPECTED.stats) {
      windows.add(new ObjectMapper().readTree(stats));
    }
    long late = windows.stream().mapToLong(window -> window.get("late").asLong()).sum();
    long readings = windows.stream().mapToLong(window -> window.get("readings").asLong()).sum();
    long outliers = windows.stream().mapToLong(window -> window.get("outliers").asLong()).sum();
    assertTrue(late > 20 && outliers > 60 && EXPECTED.malformed.size() > 20);
    assertEquals(Script.LENGTH, readings + late + EXPECTED.malformed.size());
    assertEquals(EXPECTED.clean.size(), readings - outliers);
  }

  /** The window that counts such a reading depends on the watermark, so the windows could not be predicted. */
  @Test
  void theScriptHasNoTimelyReadingThatArrivesAfterItsWindowMayHaveClosed() {
    HampelFilter filter = new HampelFilter(SETTINGS.filter());
    Map<String, FilterState> states = new HashMap<>();
    long newest = 0;
    for (Incoming record : Script.records()) {
      Reading reading = record.reading();
      if (reading != null) {
        Decision decision = filter.decide(states.get(reading.sensor()), reading.ts(), reading.value());
        states.put(reading.sensor(), decision.state());
        newest = Math.max(newest, reading.ts());
        long counted = decision.verdict() == Verdict.LATE ? decision.state().highest() : reading.ts();
        long open = newest - SETTINGS.filter().latenessMs();
        assertTrue(counted >= open - open % SETTINGS.windowLength().toMillis(), reading.toString());
      }
    }
  }

  @Test
  void writesTheSameAsThePlainLoop() throws Exception {
    assertComplete(finish("whole", null, 2));
  }

  @Test
  void neitherLosesNorDuplicatesRecordsWhenResumedWithAnotherParallelism() throws Exception {
    assertComplete(firstHalf.and(finish("resumed", freshSavepoint, 3)));
  }

  static List<Path> storedSavepoints() throws IOException {
    try (Stream<Path> folders = Files.list(STORED)) {
      return folders.filter(Files::isDirectory).sorted().map(PipelineTest::unpacked).toList();
    }
  }

  /** Converts a savepoint stored as text to the folder that Flink reads. */
  private static Path unpacked(Path stored) {
    try {
      Path folder = Files.createDirectories(UNPACKED.resolve(stored.getFileName()));
      String text = Files.readString(stored.resolve("metadata.base64"));
      Files.write(folder.resolve("_metadata"), Base64.getMimeDecoder().decode(text));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("storedSavepoints")
  void resumesFromTheSavepointOfAnEarlierBuild(Path savepoint) throws Exception {
    assertComplete(firstHalf.and(finish("from-" + savepoint.getFileName(), savepoint, 1)));
  }

  private static void assertComplete(Written written) {
    assertIterableEquals(EXPECTED.clean, written.clean());
    assertIterableEquals(EXPECTED.stats, written.stats());
    assertIterableEquals(EXPECTED.malformed, written.malformed());
  }

  private static Written finish(String run, Path savepoint, int parallelism) throws Exception {
    awaitEnd(start(run, savepoint, parallelism, Script.LENGTH));
    return Written.by(run);
  }

  private static void awaitEnd(JobID job) throws Exception {
    JobResult result = CLUSTER.getMiniCluster().requestJobResult(job).get();
    result.toJobExecutionResult(PipelineTest.class.getClassLoader()); // Throws if the job has failed.
  }

  private static JobID start(String run, Path savepoint, int parallelism, int limit) throws Exception {
    Configuration configuration = new Configuration();
    // A finishing job waits for one last checkpoint.
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
    // This sink is not transactional, so the output that a restarted job repeats would look like an error of the
    // topology.
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(parallelism);
    Job.prepare(env);
    connect(env, run, limit);
    StreamGraph graph = env.getStreamGraph();
    if (savepoint != null) {
      String path = savepoint.toAbsolutePath().toUri().toString();
      graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(path, false));
    }
    return CLUSTER.getMiniCluster().submitJob(graph.getJobGraph()).get().getJobID();
  }

  @SuppressWarnings("deprecation") // See ScriptedSource.
  private static void connect(StreamExecutionEnvironment env, String run, int limit) {
    DataStream<Incoming> records =
        env.addSource(new ScriptedSource(run, limit), TypeInformation.of(Incoming.class))
            .uid("source")
            .assignTimestampsAndWatermarks(EventTime.strategy(SETTINGS))
            .uid("event-time")
            .setParallelism(1)
            .global(); // One subtask reads a partition, and its order must be kept.
    Topology.Outputs outputs = Topology.build(records, SETTINGS);
    String filter = SETTINGS.filter().hash();
    outputs.clean().sinkTo(new CollectingSink<>(run, "clean", KafkaRecords.clean(filter))).uid("clean-sink");
    outputs.stats().sinkTo(new CollectingSink<>(run, "stats", KafkaRecords.stats(filter))).uid("stats-sink");
    outputs.malformed().sinkTo(new CollectingSink<>(run, "malformed", KafkaRecords.malformed())).uid("malformed-sink");
  }
}
