import { type Outcome, good } from "../../errors/fault.ts";
import type { ValueMap } from "../../model/value.ts";
import type { DruidWriter } from "../../services/druid/model.ts";
import { differences } from "../lib/druid/spec-equality.ts";
import type { RulesArgs } from "./args.ts";
import { differs } from "./decide.ts";
import type { RulesState } from "./probe.ts";
import { retentionOf } from "./retention.ts";

export async function applyRules(
  args: RulesArgs,
  _changes: unknown,
  writer: DruidWriter,
  state: RulesState,
): Promise<Outcome<ValueMap>> {
  const retention = retentionOf(args);
  if (!retention.ok) return retention;
  const { datasource } = args;
  const desired = retention.value;
  if (desired.rules && differences(desired.rules, state.rules).length > 0) {
    const done = await writer.setRules(datasource, desired.rules);
    if (!done.ok) return done;
  }
  if (desired.compaction !== undefined && differs(desired.compaction, state.compaction)) {
    const done =
      desired.compaction === "none"
        ? await writer.deleteCompaction(datasource)
        : await writer.setCompaction(desired.compaction);
    if (!done.ok) return done;
  }
  return good({});
}
