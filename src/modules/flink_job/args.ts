import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";

export const flinkJobSchema = {
  properties: {
    url: {
      type: "string",
      pattern: "^https?://",
      description: "The JobManager's REST, as seen from the host: http://127.0.0.1:8081.",
    },
    name: {
      type: "string",
      minLength: 1,
      description: "What the job calls itself in its execute(); it is found by that.",
    },
    jar: {
      type: "string",
      source: "file",
      description: "The job's jar on the controller, with all that it needs but Flink itself.",
    },
    state: {
      type: "string",
      enum: ["running", "stopped", "cancelled"],
      default: "running",
      description: "`stopped` ends it with a savepoint, from which `running` goes on; `cancelled` ends it without.",
    },
    entry_class: { type: "string", description: "The class to run; left out: the one that the jar's manifest names." },
    args: {
      type: "any",
      description: "The program's arguments: a list of texts, or a map, of which `{window: 31}` becomes --window 31.",
    },
    parallelism: {
      type: "integer",
      minimum: 1,
      description: "How many tasks work on each step beside each other; left out: the cluster's default.",
    },
    savepoint_dir: {
      type: "string",
      description:
        "Where savepoints go, as Flink reaches it; left out: the cluster's execution.checkpointing.savepoint-dir.",
    },
    restore_from: {
      type: "string",
      description: "A savepoint or checkpoint to start from where Flink itself remembers none of this job.",
    },
    checkpoint_store: {
      type: "object",
      properties: {
        url: { type: "string", pattern: "^https?://", description: "The S3 endpoint, as seen from the host." },
        bucket: { type: "string", description: "The bucket, which Flink knows as s3://BUCKET." },
        prefix: { type: "string", description: "How the keys of what Flink keeps there begin; left out: any key." },
        access_key: { type: "string", description: "The access key." },
        secret_key: { type: "string", description: "The secret key." },
        region: { type: "string", default: "us-east-1", description: "The region that the endpoint names as its own." },
      },
      required: ["url", "bucket", "access_key", "secret_key"],
      description: "Where to look for the job's newest checkpoint or savepoint when Flink has forgotten the job.",
    },
    allow_non_restored_state: {
      type: "boolean",
      default: false,
      description: "Whether state may be dropped that the new jar has no operator for.",
    },
    timeout: {
      type: "integer",
      minimum: 1,
      default: 180,
      description:
        "Seconds for each step: the upload, the savepoint, and until the job runs and has made a checkpoint.",
    },
  },
  required: ["url", "name"],
} as const satisfies ArgsSchema;

export type FlinkJobArgs = ArgsOf<typeof flinkJobSchema>;
