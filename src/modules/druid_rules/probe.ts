import { type Outcome, good } from "../../errors/fault.ts";
import type { Value, ValueMap } from "../../model/value.ts";
import type { DruidReader } from "../../services/druid/model.ts";
import type { RulesArgs } from "./args.ts";
import { retentionOf } from "./retention.ts";

export interface RulesState {
  readonly rules: readonly Value[];
  readonly compaction: ValueMap | undefined;
}

export async function probeRules(args: RulesArgs, reader: DruidReader): Promise<Outcome<RulesState>> {
  const desired = retentionOf(args);
  if (!desired.ok) return desired;
  const rules = await reader.rules(args.datasource);
  if (!rules.ok) return rules;
  const compaction = await reader.compaction(args.datasource);
  return compaction.ok ? good({ rules: rules.value, compaction: compaction.value }) : compaction;
}
