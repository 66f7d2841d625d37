import type { ArgsOf, ArgsSchema } from "../../module/schema.ts";
import { DRUID_ARGS } from "../lib/druid/args.ts";

export const DRUID_RULES_ARGS = {
  properties: {
    ...DRUID_ARGS,
    datasource: { type: "string", minLength: 1, description: "The datasource, which need not be there yet." },
    load_period: {
      type: "string",
      pattern: "^P",
      description: "The newest P30D (and what is to come) are kept on the historicals, the rest only in deep storage.",
    },
    replicants: {
      type: "integer",
      minimum: 1,
      default: 1,
      description: "On how many historicals, with `load_period`.",
    },
    rules: {
      type: "any",
      description:
        "The rules as Druid takes them, in their order, in place of `load_period`; an empty list: the cluster's.",
    },
    compaction: {
      type: "any",
      description: "The automatic compaction as Druid takes it, without dataSource; false: none. Left out: as it is.",
    },
  },
  required: ["url", "datasource"],
} as const satisfies ArgsSchema;

export type RulesArgs = ArgsOf<typeof DRUID_RULES_ARGS>;
