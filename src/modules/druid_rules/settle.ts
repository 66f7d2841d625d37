import type { Settled } from "../../module/contract.ts";
import { differences } from "../lib/druid/spec-equality.ts";
import type { RulesArgs } from "./args.ts";
import type { RulesState } from "./probe.ts";
import { retentionOf } from "./retention.ts";

/** Druid silently drops names that it does not know; the stored value then stays different. */
export function checkRules(args: RulesArgs, state: RulesState): Settled {
  const desired = retentionOf(args);
  if (!desired.ok) return { is: "failed", fault: desired.faults[0] };
  const rulePaths = desired.value.rules ? differences(desired.value.rules, state.rules, ["rules"]) : [];
  const { compaction } = desired.value;
  const compactionPaths =
    compaction === undefined || compaction === "none" ? [] : differences(compaction, state.compaction, ["compaction"]);
  const paths = [...rulePaths, ...compactionPaths];
  if (paths.length > 0) return { is: "waiting", for: `Druid to keep ${paths.join(", ")} of ${args.datasource}` };
  return compaction === "none" && state.compaction
    ? { is: "waiting", for: "the compaction to end" }
    : { is: "settled" };
}
