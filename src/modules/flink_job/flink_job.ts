import { serviceModule } from "../../module/contract.ts";
import { flinkService } from "../../services/flink/flink.ts";
import type { FlinkReader, FlinkTarget, FlinkWriter } from "../../services/flink/model.ts";
import { applyJob } from "./apply.ts";
import { type FlinkJobArgs, FLINK_JOB_ARGS } from "./args.ts";
import { decideJob } from "./decide.ts";
import { probeJob } from "./probe.ts";
import type { FlinkJobState } from "./state.ts";
import { checkJob } from "./settle.ts";

export const flink_job = serviceModule<typeof FLINK_JOB_ARGS, FlinkJobState, FlinkTarget, FlinkReader, FlinkWriter>({
  name: "flink_job",
  summary:
    "Runs a job from its jar on a Flink session cluster, and replaces it, keeping its state, when the jar or arguments change.",
  notes: [
    "The job is found by its name. Its id shows whether it runs the desired jar with the desired arguments: eight digits of the name's digest, twelve digits of the digest of the jar, `entry_class`, `args` and `parallelism`, then the time of its start. A job that was started by other means is replaced.",
    "To replace a job, the module first uploads the jar and lets Flink build the new job's plan: a jar without a job, wrong arguments, another name or too few slots fail before anything is stopped. Then it stops the old job with a savepoint and starts the new one from it. The new job must run with all its tasks and complete a checkpoint within `timeout`. Otherwise it is cancelled, the old jar is started again from the same savepoint, and the task fails and reports this.",
    "A job that failed, was cancelled or stopped starts from the newest existing checkpoint or savepoint that Flink remembers; for a cancelled job this requires execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION. A JobManager that was restarted without high availability remembers nothing, and an ended job is forgotten after an hour (jobstore.expiration-time). Then the module looks for the newest one in `checkpoint_store`, or you name it with `restore_from`. Such a restart also loses uploaded jars, unless web.upload.dir is on a volume; they are uploaded again.",
    "For a rollback the arguments are stored in the job's global parameters, where everyone who can open Flink's UI sees them: do not put passwords there. A job that sets its own global parameters hides them, so it cannot be rolled back to.",
    "A FINISHED job that was stopped is started again; one that has done all its work is left alone.",
  ],
  args: FLINK_JOB_ARGS,
  returns: {
    name: "The job's name.",
    job_id: "Its id; null if Flink has no such job.",
    state: "running, stopped, cancelled, or another of Flink's states in lower case; absent if Flink has no such job.",
    jar: "The name under which the jar was uploaded; null if the job was started by other means.",
    slots: "The number of slots that it needs.",
    checkpoint: "The newest existing checkpoint or savepoint, or null.",
    restored_from: "The checkpoint or savepoint from which it was started, or null.",
  },
  examples: [
    {
      title: "Run the outlier job with four tasks per step",
      args: {
        url: "http://127.0.0.1:8081",
        name: "runtimeprocessing",
        jar: "runtimeprocessing-0.1.jar",
        args: { bootstrap: "server1:9092,server2:9092", "filter-window": 31 },
        parallelism: 4,
        timeout: 300,
      },
    },
    {
      title: "Stop it with a savepoint, for instance before its topics are moved",
      args: { url: "http://127.0.0.1:8081", name: "runtimeprocessing", state: "stopped" },
    },
  ],
  service: flinkService,
  target,
  probe: probeJob,
  decide: decideJob,
  apply: applyJob,
  settle: { check: checkJob, every: 1, timeout: ({ timeout }) => timeout },
});

function target({ url, checkpoint_store: store }: FlinkJobArgs): FlinkTarget {
  if (!store) return { url };
  const { access_key: accessKey, secret_key: secretKey, bucket, prefix = "", region } = store;
  return { url, store: { url: store.url, accessKey, secretKey, region, bucket, prefix } };
}
