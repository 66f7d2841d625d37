import type { Change } from "../../model/change.ts";
import type { ValueMap } from "../../model/value.ts";
import type { Decision, Predicted } from "../../module/contract.ts";
import { differences } from "../lib/druid/spec-equality.ts";
import type { RulesArgs } from "./args.ts";
import type { RulesState } from "./probe.ts";
import { type Retention, retentionOf } from "./retention.ts";

export function decideRules(args: RulesArgs, state: RulesState, predicted: Predicted): Decision {
  const desired = retentionOf(args);
  if (!desired.ok) return { changes: [], result: {}, fault: desired.faults[0] };
  const changes = changesOf(args, desired.value, state);
  if (changes.some(({ resource }) => predicted.get(resource) !== undefined)) {
    return { changes: [], result: {}, unpredictable: `the rules of ${args.datasource} depend on an earlier change` };
  }
  const { rules = state.rules, compaction = state.compaction ?? null } = desired.value;
  const result = { datasource: args.datasource, rules, compaction: compaction === "none" ? null : compaction };
  return { changes, result };
}

function changesOf({ datasource }: RulesArgs, desired: Retention, state: RulesState): readonly Change[] {
  const changes: Change[] = [];
  if (desired.rules && differences(desired.rules, state.rules).length > 0) {
    const resource = { kind: "request", name: `druid_rules ${datasource}` } as const;
    changes.push({ resource, summary: `set the rules of ${datasource}`, before: state.rules, after: desired.rules });
  }
  if (differs(desired.compaction, state.compaction)) {
    const resource = { kind: "request", name: `druid_compaction ${datasource}` } as const;
    const after = desired.compaction === "none" ? null : (desired.compaction ?? null);
    const summary = `${after === null ? "end" : "set"} the compaction of ${datasource}`;
    changes.push({ resource, summary, before: state.compaction ?? null, after });
  }
  return changes;
}

export function differs(desired: Retention["compaction"], stored: ValueMap | undefined): boolean {
  if (desired === undefined) return false;
  return desired === "none" ? stored !== undefined : differences(desired, stored).length > 0;
}
