import type { ArgsSchema } from "../../module/schema.ts";
import { DRUID_ARGS } from "../lib/druid/args.ts";

export const DRUID_CHECK_ARGS = {
  properties: {
    ...DRUID_ARGS,
    wait: {
      type: "integer",
      minimum: 0,
      default: 0,
      description: "Seconds to wait until every running task is on a worker.",
    },
  },
  required: ["url"],
} as const satisfies ArgsSchema;
