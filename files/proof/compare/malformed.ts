import type { Consumed } from "../consumed.ts";
import type { Check, Difference } from "./difference.ts";
import { groupBy } from "../group.ts";
import type { Judged } from "../oracle.ts";
import { isSettled, type Scope } from "../scope.ts";

const HINT = "check the TaskManagers' logs: a record that is too large for malformed_sensors fails the job";

/** Checks that every malformed record occurs once, unchanged, with its reason, partition and offset. */
export function compareMalformed(judged: readonly Judged[], actual: readonly Consumed[], scope: Scope): Check {
  const found = groupBy(actual, ({ headers }) => placeName(headers["partition"], headers["offset"]));
  const malformed = new Map(
    judged.flatMap((one) => {
      if (one.verdict !== "malformed") return [];
      const { record, reason } = one;
      const expected = describe(record, { ...record.headers, reason, ...placeHeaders(record) });
      return [[placeName(record.partition, record.offset), { expected, settled: isSettled(one, scope) }] as const];
    }),
  );
  const differences = [...new Set([...malformed.keys(), ...found.keys()])].flatMap((what): Difference[] => {
    const { expected = "nothing", settled = false } = malformed.get(what) ?? {};
    const actualRecords = (found.get(what) ?? []).map((record) => describe(record, record.headers)).join(" and ");
    if (actualRecords === expected || (actualRecords === "" && !settled)) return [];
    return [{ what, expected, actual: actualRecords || "nothing", hint: HINT }];
  });
  const settled = [...malformed.values()].filter((one) => one.settled).length;
  return { name: "malformed_sensors", expected: `${settled} records`, actual: `${actual.length} records`, differences };
}

function placeHeaders({ partition, offset }: Consumed): Record<string, string> {
  return { partition: String(partition), offset: String(offset) };
}

function placeName(partition: number | string = "?", offset: number | string = "?"): string {
  return `raw_sensors ${partition}:${offset}`;
}

function describe({ key, value }: Consumed, headers: Readonly<Record<string, string>>): string {
  return JSON.stringify([key, value, Object.entries(headers).sort()]);
}
