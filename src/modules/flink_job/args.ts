import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { FLINK_ARGS } from "../lib/flink/args.ts";

export const FLINK_JOB_ARGS = {
  properties: {
    ...FLINK_ARGS,
    name: {
      type: "string",
      minLength: 1,
      description: "The job's name, as its program passes it to execute(); the job is found by it.",
    },
    jar: {
      type: "string",
      source: "file",
      description: "The job's jar on the controller, with all dependencies except Flink itself.",
    },
    state: {
      type: "string",
      enum: ["running", "stopped", "cancelled"],
      default: "running",
      description:
        "`stopped` ends it with a savepoint, from which `running` continues; `cancelled` ends it without one.",
    },
    entry_class: { type: "string", description: "The class to run; default: the one in the jar's manifest." },
    args: {
      type: "any",
      description: "The program's arguments: a list of strings, or a map; `{window: 31}` becomes --window 31.",
    },
    parallelism: {
      type: "integer",
      minimum: 1,
      description: "The number of tasks that run each step in parallel; default: the cluster's.",
    },
    savepoint_dir: {
      type: "string",
      description:
        "The folder for savepoints, as Flink sees it; default: the cluster's execution.checkpointing.savepoint-dir.",
    },
    restore_from: {
      type: "string",
      description: "The savepoint or checkpoint to start from if Flink itself remembers none of this job.",
    },
    checkpoint_store: {
      type: "object",
      properties: {
        url: { type: "string", format: "base-url", description: "The S3 endpoint, as seen from the host." },
        bucket: {
          type: "string",
          format: "path-part",
          description: "The bucket, which Flink addresses as s3://BUCKET.",
        },
        prefix: { type: "string", description: "The prefix of the keys that Flink writes there; default: any key." },
        access_key: { type: "string", format: "word", description: "The access key." },
        secret_key: { type: "string", description: "The secret key." },
        region: { type: "string", format: "word", default: "us-east-1", description: "The endpoint's region." },
      },
      required: ["url", "bucket", "access_key", "secret_key"],
      description: "Where to look for the job's newest checkpoint or savepoint if Flink has forgotten the job.",
    },
    allow_non_restored_state: {
      type: "boolean",
      default: false,
      description: "Whether to drop state for which the new jar has no operator.",
    },
    timeout: {
      type: "integer",
      minimum: 1,
      maximum: 86_400,
      default: 180,
      description:
        "The time limit in seconds for each step: the upload, the savepoint, and starting until the first checkpoint.",
    },
  },
  required: ["url", "name"],
} as const satisfies ArgsSchema;

export type FlinkJobArgs = ArgsOf<typeof FLINK_JOB_ARGS>;
