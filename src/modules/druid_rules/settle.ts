import type { Settled } from "../../module/contract.ts";
import { differences } from "../lib/druid/spec-equality.ts";
import type { RulesArgs } from "./args.ts";
import type { RulesState } from "./probe.ts";
import { retentionOf } from "./retention.ts";

/** Druid takes what it does not know without a word: then what it stores stays different. */
export function checkRules(args: RulesArgs, state: RulesState): Settled {
  const desired = retentionOf(args);
  if (!desired.ok) return { is: "failed", fault: desired.faults[0] };
  const rules = desired.value.rules ? differences(desired.value.rules, state.rules, ["rules"]) : [];
  const { compaction } = desired.value;
  const compacted =
    compaction === undefined || compaction === "none" ? [] : differences(compaction, state.compaction, ["compaction"]);
  const paths = [...rules, ...compacted];
  if (paths.length > 0) return { is: "waiting", for: `Druid to keep ${paths.join(", ")} of ${args.datasource}` };
  return compaction === "none" && state.compaction
    ? { is: "waiting", for: "the compaction to end" }
    : { is: "settled" };
}
