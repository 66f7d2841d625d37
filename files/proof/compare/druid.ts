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

export function compareDruid(expected: Expected, answer: DruidAnswer): Check[] {
  const comparison = createDruidComparison(expected.datasource);
  comparison.add(expected, answer);
  return comparison.end();
}

/** The checks of a datasource that is compared in parts. */
export function createDruidComparison(datasource: string) {
  const sums: Record<"expected" | "actual", Record<string, number>> = { expected: {}, actual: {} };
  const [expectedDigest, actualDigest] = [createHash("sha256"), createHash("sha256")];
  const counts = { expected: 0, actual: 0 };
  const found = { sums: [] as Difference[], rows: [] as Difference[] };
  return {
    add(expected: Expected, answer: DruidAnswer): void {
      const actual = actualSums(expected, answer);
      for (const [name, sum] of Object.entries(expected.sums)) {
        sums.expected[name] = (sums.expected[name] ?? 0) + sum;
        sums.actual[name] = (sums.actual[name] ?? 0) + (actual[name] ?? 0);
      }
      found.sums.push(...sumDifferences(expected, actual));
      const [wanted, rows] = [expected.rows.toSorted(), answer.rows.map(rowText).sort()];
      counts.expected += wanted.length;
      counts.actual += rows.length;
      const [text, actualText] = [wanted.join("\n"), rows.join("\n")];
      expectedDigest.update(text).update("\n");
      actualDigest.update(actualText).update("\n");
      if (text === actualText || found.rows.length >= SHOWN) return;
      found.rows.push(...rowDifferences(datasource, countEach(wanted), countEach(rows)));
    },
    end: (): Check[] => [
      {
        name: `Druid ${datasource}, sums by SQL`,
        expected: describe(sums.expected),
        actual: describe(sums.actual),
        differences: found.sums,
      },
      {
        name: `Druid ${datasource}, row by row`,
        expected: `${counts.expected} rows, ${expectedDigest.digest("hex").slice(0, 16)}`,
        actual: `${counts.actual} rows, ${actualDigest.digest("hex").slice(0, 16)}`,
        differences: found.rows,
      },
    ],
  };
}

function actualSums({ sums }: Expected, { sums: [row = []] }: DruidAnswer): Record<string, number> {
  return Object.fromEntries(Object.keys(sums).map((name, index) => [name, Number(row[index] ?? 0)]));
}

function sumDifferences({ datasource, sums }: Expected, found: Readonly<Record<string, number>>): Difference[] {
  return Object.entries(sums).flatMap(([name, expected]): Difference[] => {
    const actual = found[name] ?? NaN;
    if (isSameSum(expected, actual)) return [];
    return [{ what: `${datasource}: ${name}`, expected: String(expected), actual: String(actual), hint: HINT }];
  });
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
