import { cliErrors } from "../../errors/catalogue/cli.ts";
import { faultsOf } from "../../errors/define.ts";
import type { Fault } from "../../errors/fault.ts";
import { groupBy } from "../../model/group-by.ts";
import { nameOf, type PlannedResult, type SavedPlan } from "./plan.ts";

const fault = faultsOf(cliErrors);

/** What a check finds now that a plan does not have, or the other way round: one fault for each host's task or item. */
export function movedFaults(plan: SavedPlan, now: Pick<SavedPlan, "hosts" | "results">, name: string): Fault[] {
  const [approved, found] = [byPlace(plan.results), byPlace(now.results)];
  const hosts = [
    ...plan.hosts.filter((host) => !now.hosts.includes(host)),
    ...now.hosts.filter((host) => !plan.hosts.includes(host)),
  ];
  const gone = [...approved].filter(([place]) => !found.has(place));
  return [
    ...hosts.map((host) => fault("cli/plan-hosts", { name, host, isNew: now.hosts.includes(host) })),
    ...gone.flatMap(([, [first]]) => (first ? [moved(first, "it would change nothing any more")] : [])),
    ...[...found].flatMap(([place, results]) => differenceOf(approved.get(place), results) ?? []),
  ];
}

/** Results by host, task and item. A task of an include that runs more than once has several. */
function byPlace(results: readonly PlannedResult[]): Map<string, PlannedResult[]> {
  return groupBy(results, ({ task, item }) => `${task} ${item}`);
}

function differenceOf(
  approved: readonly PlannedResult[] | undefined,
  found: readonly PlannedResult[],
): Fault | undefined {
  const [first] = found;
  if (!first) return undefined;
  if (!approved)
    return moved(
      first,
      first.status === "unknown" ? "it has become unknown" : `it would change something now${whatOf(first)}`,
    );
  const index = found.findIndex((result, at) => !isSame(result, approved[at]));
  const [one, other] = [found[index], approved[index]];
  if (!one) return approved.length > found.length ? moved(first, "it would change less than before") : undefined;
  if (!other) return moved(one, `it would change more than before${whatOf(one)}`);
  if (one.status !== other.status)
    return moved(one, one.status === "unknown" ? "it has become unknown" : "it is not unknown any more");
  if (one.status === "unknown") return moved(one, "what it would run is different");
  return moved(one, `it would make another change, or find something else before it${whatOf(one)}`);
}

function isSame(one: PlannedResult, other: PlannedResult | undefined): boolean {
  const compared = ({ status, changes, args, shown }: PlannedResult) =>
    JSON.stringify([status, changes, status === "unknown" ? args : null, shown.delegate ?? null]);
  return other !== undefined && compared(one) === compared(other);
}

function whatOf({ shown: { changes } }: PlannedResult): string {
  return changes[0] === undefined ? "" : `: ${changes[0]}`;
}

function moved(result: PlannedResult, what: string): Fault {
  return fault("cli/plan-moved", { result: nameOf(result), at: result.shown.at, what });
}
