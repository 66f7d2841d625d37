import { serviceModule } from "../../module/contract.ts";
import { flinkService } from "../../services/flink/flink.ts";
import type { FlinkReader, FlinkTarget, FlinkWriter } from "../../services/flink/model.ts";
import { applyJob } from "./apply.ts";
import { type FlinkJobArgs, flinkJobSchema } from "./args.ts";
import { decideJob } from "./decide.ts";
import { probeJob } from "./probe.ts";
import type { FlinkJobState } from "./state.ts";
import { checkJob } from "./settle.ts";

export const flink_job = serviceModule<typeof flinkJobSchema, FlinkJobState, FlinkTarget, FlinkReader, FlinkWriter>({
  name: "flink_job",
  summary:
    "Runs a job on a Flink session cluster from its jar, and replaces it with its state when jar or arguments change.",
  notes: [
    "The job is found by its name. Whether it runs the wanted jar with the wanted arguments is told by its id: eight digits of its name's digest, twelve of that of the jar's bytes, `entry_class`, `args` and `parallelism`, and the moment of its start; a job that somebody else has started is replaced.",
    "A replacement first uploads the jar and has Flink make the new job's plan: a jar without a job, wrong arguments, another name or too few slots fail before anything is stopped. Then the old job is stopped with a savepoint and the new one started from it. It has to run with all its tasks and complete a checkpoint within `timeout`; otherwise it is cancelled and the old jar goes on from the same savepoint, and the task fails and says so.",
    "A job that failed, was cancelled or stopped starts from the newest checkpoint or savepoint that Flink remembers and that is left; for a cancelled one that takes execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION. A JobManager that was restarted without high availability remembers nothing, and an ended job is forgotten after an hour (jobstore.expiration-time): then the newest is looked for in `checkpoint_store`, or name it with `restore_from`. Uploaded jars are lost at such a restart, too, unless web.upload.dir stands on a volume; they are uploaded again.",
    "For the way back the arguments are kept in the job's global parameters, where everyone sees them who can open Flink's UI: passwords do not belong there. A job that sets global parameters of its own hides them, and there is no way back to it then.",
    "A job without a fixed end that is FINISHED was stopped, and is started again; one that came to its own end is left alone.",
  ],
  args: flinkJobSchema,
  returns: {
    name: "The job's name.",
    job_id: "Its id; null where Flink knows none.",
    state: "running, stopped, cancelled, or how Flink calls it otherwise; absent where Flink knows none.",
    jar: "The name under which the jar was uploaded; null where somebody else has started the job.",
    slots: "How many slots it needs.",
    checkpoint: "The newest checkpoint or savepoint that is left; null where there is none.",
    restored_from: "The checkpoint or savepoint that it was started from, or null.",
  },
  examples: [
    {
      title: "The outlier job, with four tasks a step",
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
  settle: { look: checkJob, every: 1, timeout: ({ timeout }) => timeout },
});

function target({ url, checkpoint_store: store }: FlinkJobArgs): FlinkTarget {
  if (!store) return { url };
  const { access_key: accessKey, secret_key: secretKey, bucket, prefix = "", region } = store;
  return { url, store: { url: store.url, accessKey, secretKey, region, bucket, prefix } };
}
