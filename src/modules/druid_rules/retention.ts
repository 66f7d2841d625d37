import { druidFault } from "../../errors/catalogue/services/druid.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";
import { isMap, type Value, type ValueMap } from "../../model/value.ts";

interface RetentionArgs {
  readonly datasource: string;
  readonly rules?: unknown;
  readonly load_period?: string;
  readonly replicants: number;
  readonly compaction?: unknown;
}

/** The desired rules and compaction; undefined for what stays unchanged. */
export interface Retention {
  readonly rules: readonly Value[] | undefined;
  /** `none`: no compaction. */
  readonly compaction: ValueMap | "none" | undefined;
}

export function retentionOf(desired: RetentionArgs): Outcome<Retention> {
  const rules = rulesOf(desired);
  if (!rules.ok) return rules;
  const compaction = compactionOf(desired);
  return compaction.ok ? good({ rules: rules.value, compaction: compaction.value }) : compaction;
}

function rulesOf({ rules, load_period, replicants }: RetentionArgs): Outcome<readonly Value[] | undefined> {
  if (rules !== undefined && load_period !== undefined) return unclear("both `rules` and `load_period` are set");
  if (load_period !== undefined) return good(byPeriod(load_period, replicants));
  if (rules === undefined) return good(undefined);
  return Array.isArray(rules) ? good(rules as readonly Value[]) : unclear("`rules` is not a list");
}

/** The newest segments are on the historicals; older ones stay in deep storage and can be loaded again. */
function byPeriod(period: string, replicants: number): readonly Value[] {
  const load = { type: "loadByPeriod", period, includeFuture: true, tieredReplicants: { _default_tier: replicants } };
  return [load, { type: "dropForever" }];
}

function compactionOf({ compaction, datasource }: RetentionArgs): Outcome<Retention["compaction"]> {
  if (compaction === undefined || compaction === null) return good(undefined);
  if (compaction === false) return good("none");
  if (typeof compaction !== "object" || !isMap(compaction as Value)) return unclear("`compaction` is not a map");
  return good({ ...(compaction as ValueMap), dataSource: datasource });
}

function unclear(problem: string): Outcome<never> {
  return bad(druidFault("services/druid-retention", { problem }));
}
