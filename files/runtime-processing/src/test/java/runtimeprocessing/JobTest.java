package runtimeprocessing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import runtimeprocessing.job.Settings;

class JobTest {
  @Test
  void givesEveryOperatorItsPermanentUid() {
    Map<String, Integer> parallelism = new TreeMap<>();
    for (StreamNode node : graph(new Configuration()).getStreamNodes()) {
      if (node.getTransformationUID() != null) {
        parallelism.put(node.getTransformationUID(), node.getParallelism());
      }
    }
    Set<String> known = new TreeSet<>(Set.of("source", "split", "filter", "count"));
    known.addAll(Set.of("clean-sink", "stats-sink", "malformed-sink"));
    assertTrue(parallelism.keySet().containsAll(known), parallelism.toString());
    assertEquals(4, parallelism.get("filter"));
    assertEquals(4, parallelism.get("clean-sink"));
    assertEquals(1, parallelism.get("count"));
  }

  @Test
  void generatesNoUids() {
    // Building the graph fails for an operator without a uid: see Job.prepare.
    assertTrue(graph(new Configuration()).getJobGraph().getNumberOfVertices() > 0);
  }

  @Test
  void usesUnalignedExactlyOnceCheckpoints() {
    StreamGraph graph = graph(new Configuration());
    assertTrue(graph.getCheckpointConfig().isUnalignedCheckpointsEnabled());
    assertEquals(
        CheckpointingMode.EXACTLY_ONCE, graph.getCheckpointConfig().getCheckpointingConsistencyMode());
    assertEquals(10_000, graph.getCheckpointConfig().getCheckpointInterval());
  }

  @Test
  void keepsTheCheckpointIntervalOfTheCluster() {
    Configuration cluster = new Configuration();
    cluster.setString("execution.checkpointing.interval", "3 s");
    assertEquals(3_000, graph(cluster).getCheckpointConfig().getCheckpointInterval());
  }

  @Test
  void rejectsWrongArgumentsBeforeAnythingElse() {
    assertThrows(IllegalArgumentException.class, () -> Job.main(new String[] {"--threshold", "0"}));
  }

  private static StreamGraph graph(Configuration cluster) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(cluster);
    env.setParallelism(4);
    Job.prepare(env);
    Job.connect(env, Settings.from("--bootstrap", "127.0.0.1:1"));
    return env.getStreamGraph();
  }
}
