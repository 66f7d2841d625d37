import type { ArgSchema } from "../../../module/schema.ts";

/** The arguments of every module for Flink. */
export const FLINK_ARGS = {
  url: {
    type: "string",
    format: "base-url",
    description: "The JobManager's REST API, as seen from the host: http://127.0.0.1:8081.",
  },
} as const satisfies Readonly<Record<string, ArgSchema>>;
