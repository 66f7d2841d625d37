import { createHash } from "node:crypto";
import type { Check, Difference } from "./difference.ts";
import { rowText, type Expected } from "../druid-expected.ts";
import { countEach } from "../group.ts";

/** The answers to a datasource's two queries: rows of columns. */
export interface Answered {
  readonly rows: readonly (readonly unknown[])[];
  readonly sums: readonly (readonly unknown[])[];
}

const HINT =
  "check the datasource's supervisor and tasks (a failed task, reset offsets, segments without a data node), and whether " +
  "ingestion has caught up";

/** The number of differing rows that are listed. The digests show whether there are more. */
const SHOWN = 10;

export function compareDruid(wanted: Expected, { rows, sums }: Answered): Check[] {
  return [compareSums(wanted, sums[0] ?? []), compareRows(wanted, rows.map(rowText))];
}

function compareSums({ datasource, sums }: Expected, row: readonly unknown[]): Check {
  const names = Object.keys(sums);
  const found = Object.fromEntries(names.map((name, index) => [name, Number(row[index] ?? 0)]));
  const differences = names.flatMap((name): Difference[] => {
    const [expected = 0, seen = NaN] = [sums[name], found[name]];
    if (isSameSum(expected, seen)) return [];
    return [{ what: `${datasource}: ${name}`, expected: String(expected), seen: String(seen), hint: HINT }];
  });
  return { name: `Druid ${datasource}, sums by SQL`, expected: describe(sums), seen: describe(found), differences };
}

/** Druid adds doubles in a different order. */
function isSameSum(expected: number, seen: number): boolean {
  return Math.abs(expected - seen) <= 1e-9 * Math.abs(expected);
}

function describe(sums: Readonly<Record<string, number>>): string {
  return Object.entries(sums)
    .map(([name, sum]) => `${name} ${Number.isInteger(sum) ? sum : sum.toFixed(3)}`)
    .join(", ");
}

function compareRows({ datasource, rows }: Expected, seen: readonly string[]): Check {
  const [expectedDigest, seenDigest] = [digestOf(rows), digestOf(seen)];
  const differences = expectedDigest === seenDigest ? [] : rowDifferences(datasource, countEach(rows), countEach(seen));
  return {
    name: `Druid ${datasource}, row by row`,
    expected: `${rows.length} rows, ${expectedDigest}`,
    seen: `${seen.length} rows, ${seenDigest}`,
    differences,
  };
}

function digestOf(rows: readonly string[]): string {
  return createHash("sha256").update(rows.toSorted().join("\n")).digest("hex").slice(0, 16);
}

function rowDifferences(
  datasource: string,
  expected: ReadonlyMap<string, number>,
  seen: ReadonlyMap<string, number>,
): Difference[] {
  const differing = [...new Set([...expected.keys(), ...seen.keys()])].filter(
    (row) => expected.get(row) !== seen.get(row),
  );
  return differing.slice(0, SHOWN).map((row) => ({
    what: `${datasource}: ${row}`,
    expected: `${expected.get(row) ?? 0} times`,
    seen: `${seen.get(row) ?? 0} times`,
    hint: HINT,
  }));
}
