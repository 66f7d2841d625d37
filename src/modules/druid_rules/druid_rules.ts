import { serviceModule } from "../../module/contract.ts";
import { druidService } from "../../services/druid/druid.ts";
import type { DruidReader, DruidTarget, DruidWriter } from "../../services/druid/model.ts";
import { druidTarget } from "../lib/druid/args.ts";
import { applyRules } from "./apply.ts";
import { DRUID_RULES_ARGS } from "./args.ts";
import { decideRules } from "./decide.ts";
import { type RulesState, probeRules } from "./probe.ts";
import { checkRules } from "./settle.ts";

export const druid_rules = serviceModule<typeof DRUID_RULES_ARGS, RulesState, DruidTarget, DruidReader, DruidWriter>({
  name: "druid_rules",
  summary: "Sets which segments of a datasource Druid keeps loaded, and how it compacts them.",
  notes: [
    "Both are compared with the stored ones by meaning. Values that you leave out are not compared, because Druid fills in its defaults.",
    "Nothing is deleted: segments that no rule loads stay in deep storage until a kill task removes them.",
  ],
  args: DRUID_RULES_ARGS,
  returns: {
    datasource: "The datasource.",
    rules: "Its own rules; empty if the cluster's rules apply.",
    compaction: "Its compaction, or null.",
  },
  examples: [
    {
      title: "Keep a month loaded, and compact segments after a day",
      args: {
        url: "http://127.0.0.1:8888",
        datasource: "raw_sensors",
        load_period: "P30D",
        compaction: { skipOffsetFromLatest: "P1D" },
      },
    },
    {
      title: "Keep everything loaded, on both servers",
      args: {
        url: "http://127.0.0.1:8888",
        datasource: "outlier_stats",
        rules: [{ type: "loadForever", tieredReplicants: { _default_tier: 2 } }],
        compaction: false,
      },
    },
  ],
  service: druidService,
  target: druidTarget,
  probe: probeRules,
  decide: decideRules,
  apply: applyRules,
  settle: { check: checkRules, every: 1, timeout: () => 30 },
});
