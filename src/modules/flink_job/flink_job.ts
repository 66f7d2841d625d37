import { flinkFault } from "../../errors/catalogue/services/flink.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import type { ValueMap } from "../../model/value.ts";
import { serviceModule, type Settled } from "../../module/contract.ts";
import type { FlinkJobDetail, FlinkReader, FlinkTarget, FlinkWriter } from "../../services/flink/model.ts";
import { hasEnded } from "../../services/flink/state.ts";
import { flinkService } from "../../services/flink/flink.ts";
import { type FlinkJobArgs, flinkJobSchema } from "./args.ts";
import { activeOf, decideJob, type FlinkJobState, jobResult, remembered } from "./decide.ts";
import { lookAt } from "./health.ts";
import { jarProblem } from "./jar.ts";
import { runJob } from "./replace.ts";
import { idOf } from "./run.ts";

/** How many jobs of one name are looked at: what came before those has nothing newer to go on from. */
const REMEMBERED = 5;

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
  probe,
  decide: decideJob,
  apply: async (args, _changes, writer, state) => {
    const [active] = activeOf(state);
    if (args.state === "running" || !active) return runJob(args, writer, state);
    return args.state === "stopped" ? stop(args, writer, active) : cancel(args, writer, active);
  },
  settle: { look, every: 1, timeout: ({ timeout }) => timeout },
});

function target({ url, checkpoint_store: store }: FlinkJobArgs): FlinkTarget {
  if (!store) return { url };
  const { access_key: accessKey, secret_key: secretKey, bucket, prefix = "", region } = store;
  return { url, store: { url: store.url, accessKey, secretKey, region, bucket, prefix } };
}

async function probe(args: FlinkJobArgs, reader: FlinkReader): Promise<Outcome<FlinkJobState>> {
  const { name } = args;
  const jar = await lookAtJar(args);
  if (!jar.ok) return jar;
  const overview = await reader.overview();
  if (!overview.ok) return overview;
  const listed = await reader.jobs();
  if (!listed.ok) return listed;
  const jobs: FlinkJobDetail[] = [];
  for (const job of listed.value.filter((one) => one.name === name).slice(0, REMEMBERED)) {
    const detail = await reader.job(job);
    if (!detail.ok) return detail;
    jobs.push(detail.value);
  }
  const jars = await reader.jars();
  if (!jars.ok) return jars;
  const found = isForgotten(args, jobs) ? await reader.find(idOf(name)) : good(undefined);
  if (!found.ok) return found;
  const problem = jobs[0]?.state === "FAILED" ? await reader.problem(jobs[0].id) : [];
  return good({ overview: overview.value, jobs, jars: jars.value, found: found.value, problem });
}

/** What is no jar is known before anything is sent, in check mode, too. */
async function lookAtJar({ state, jar, entry_class: entryClass }: FlinkJobArgs): Promise<Outcome<void>> {
  const problem = state === "running" && jar ? await jarProblem(jar, entryClass === undefined) : undefined;
  if (!jar || problem === undefined) return good(undefined);
  return bad(flinkFault("services/flink-not-a-job", { jar: jar.label, reason: problem }));
}

/** Whether a job is to be started of which neither Flink nor the user knows where its state is. */
function isForgotten({ state, restore_from }: FlinkJobArgs, jobs: readonly FlinkJobDetail[]): boolean {
  return state === "running" && restore_from === undefined && jobs.every(hasEnded) && remembered(jobs) === undefined;
}

async function stop(args: FlinkJobArgs, writer: FlinkWriter, job: FlinkJobDetail): Promise<Outcome<ValueMap>> {
  const savepoint = await writer.stop(job.id, args.savepoint_dir, args.timeout);
  return savepoint.ok ? good({ ...jobResult(args, job), state: "stopped", checkpoint: savepoint.value }) : savepoint;
}

async function cancel(args: FlinkJobArgs, writer: FlinkWriter, job: FlinkJobDetail): Promise<Outcome<ValueMap>> {
  const cancelled = await writer.cancel(job.id, args.timeout);
  return cancelled.ok ? good({ ...jobResult(args, job), state: "cancelled" }) : cancelled;
}

function look(args: FlinkJobArgs, state: FlinkJobState): Settled {
  const { name } = args;
  const job = activeOf(state)[0] ?? state.jobs[0];
  if (args.state !== "running") {
    return activeOf(state).length === 0 ? { is: "settled" } : { is: "waiting", for: `job ${name} to end` };
  }
  if (!job) return { is: "waiting", for: `job ${name} to appear` };
  const seen = lookAt(name, job);
  if (seen.is !== "ended") return seen;
  return {
    is: "failed",
    fault: flinkFault("services/flink-failed", { name, id: job.id, why: seen.why }, { details: state.problem }),
  };
}
