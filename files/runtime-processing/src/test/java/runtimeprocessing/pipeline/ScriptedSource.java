package runtimeprocessing.pipeline;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.legacy.SourceFunction;
import runtimeprocessing.record.Incoming;

/**
 * Emits the script's records in order, from the savepoint's position up to a limit. If there are records after the
 * limit, it stays open until the job is stopped. Otherwise it ends, and event time with it.
 */
@SuppressWarnings("deprecation") // The newer interface needs a dozen classes for this.
final class ScriptedSource implements SourceFunction<Incoming>, CheckpointedFunction {
  private static final long serialVersionUID = 1;
  private static final Map<String, CountDownLatch> PAUSED = new ConcurrentHashMap<>();

  private final String run;
  private final int limit;
  private volatile boolean running = true;
  private int next = 0;
  private transient ListState<Integer> position;

  ScriptedSource(String run, int limit) {
    this.run = run;
    this.limit = limit;
    PAUSED.put(run, new CountDownLatch(1));
  }

  /** Returns when the run's source has emitted everything up to its limit. */
  static void awaitLimit(String run) throws InterruptedException {
    PAUSED.get(run).await();
  }

  @Override
  public void run(SourceContext<Incoming> context) throws Exception {
    List<Incoming> script = Script.records();
    while (running && next < limit) {
      synchronized (context.getCheckpointLock()) {
        context.collect(script.get(next));
        next++;
      }
    }
    PAUSED.get(run).countDown();
    synchronized (this) {
      while (running && limit < script.size()) {
        wait();
      }
    }
  }

  @Override
  public synchronized void cancel() {
    running = false;
    notifyAll();
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    position.update(List.of(next));
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    position = context.getOperatorStateStore().getListState(new ListStateDescriptor<>("position", Types.INT));
    for (Integer stored : position.get()) {
      next = stored;
    }
  }
}
