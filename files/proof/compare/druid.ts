import { createHash } from "node:crypto";
import type { Check, Difference } from "./difference.ts";
import { rowText, type Expected } from "../druid-expected.ts";
import { countEach } from "../group.ts";

/** Druid's answers to a datasource's two queries: rows of columns. */
export interface DruidAnswer {
  readonly rows: readonly (readonly unknown[])[];
  readonly sums: readonly (readonly unknown[])[];
}

const HINT =
  "check the datasource's supervisor and tasks (a failed task, reset offsets, segments without a data node), and whether " +
  "ingestion has caught up";

/** The number of differing rows that are listed. The digests show whether there are more. */
const SHOWN = 10;

export function compareDruid(expected: Expected, { rows, sums }: DruidAnswer): Check[] {
  return [compareSums(expected, sums[0] ?? []), compareRows(expected, rows.map(rowText))];
}

function compareSums({ datasource, sums }: Expected, row: readonly unknown[]): Check {
  const names = Object.keys(sums);
  const found = Object.fromEntries(names.map((name, index) => [name, Number(row[index] ?? 0)]));
  const differences = names.flatMap((name): Difference[] => {
    const [expected = 0, actual = NaN] = [sums[name], found[name]];
    if (isSameSum(expected, actual)) return [];
    return [{ what: `${datasource}: ${name}`, expected: String(expected), actual: String(actual), hint: HINT }];
  });
  return { name: `Druid ${datasource}, sums by SQL`, expected: describe(sums), actual: describe(found), differences };
}

/** Druid adds doubles in another order, so the last digits may differ. */
function isSameSum(expected: number, actual: number): boolean {
  return Math.abs(expected - actual) <= 1e-9 * Math.abs(expected);
}

function describe(sums: Readonly<Record<string, number>>): string {
  return Object.entries(sums)
    .map(([name, sum]) => `${name} ${Number.isInteger(sum) ? sum : sum.toFixed(3)}`)
    .join(", ");
}

function compareRows({ datasource, rows }: Expected, actual: readonly string[]): Check {
  const [expectedDigest, actualDigest] = [digestOf(rows), digestOf(actual)];
  const differences =
    expectedDigest === actualDigest ? [] : rowDifferences(datasource, countEach(rows), countEach(actual));
  return {
    name: `Druid ${datasource}, row by row`,
    expected: `${rows.length} rows, ${expectedDigest}`,
    actual: `${actual.length} rows, ${actualDigest}`,
    differences,
  };
}

function digestOf(rows: readonly string[]): string {
  return createHash("sha256").update(rows.toSorted().join("\n")).digest("hex").slice(0, 16);
}

function rowDifferences(
  datasource: string,
  expected: ReadonlyMap<string, number>,
  actual: ReadonlyMap<string, number>,
): Difference[] {
  const differing = [...new Set([...expected.keys(), ...actual.keys()])].filter(
    (row) => expected.get(row) !== actual.get(row),
  );
  return differing.slice(0, SHOWN).map((row) => ({
    what: `${datasource}: ${row}`,
    expected: `${expected.get(row) ?? 0} times`,
    actual: `${actual.get(row) ?? 0} times`,
    hint: HINT,
  }));
}
