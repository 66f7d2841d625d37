import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { DRUID_ARGS } from "../lib/druid/args.ts";

export const DRUID_RULES_ARGS = {
  properties: {
    ...DRUID_ARGS,
    datasource: {
      type: "string",
      minLength: 1,
      format: "path-part",
      description: "The datasource, which need not exist yet.",
    },
    load_period: {
      type: "string",
      pattern: "^P",
      rule: "an ISO 8601 period, such as P30D",
      description: "How long data stays on the historicals, such as P30D; older data stays only in deep storage.",
    },
    replicants: {
      type: "integer",
      minimum: 1,
      default: 1,
      description: "The number of historicals that hold each segment, with `load_period`.",
    },
    rules: {
      type: "any",
      description: "Druid's rules, in order, instead of `load_period`; an empty list: the cluster's rules apply.",
    },
    compaction: {
      type: "any",
      description: "Druid's automatic compaction, without dataSource; false: none. Default: unchanged.",
    },
  },
  required: ["url", "datasource"],
} as const satisfies ArgsSchema;

export type RulesArgs = ArgsOf<typeof DRUID_RULES_ARGS>;
