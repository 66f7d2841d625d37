import { expect } from "chai";
import { compareDruid, type DruidAnswer } from "../../../../files/proof/compare/druid.ts";
import { DEFAULT_PROOF } from "../../../../files/proof/command-line.ts";
import { expectedOf, type Expected } from "../../../../files/proof/druid-expected.ts";
import { faultlessTopics, windowEnd } from "../pipeline.ts";

/** Druid's answers if it has exactly these rows. */
function answer(rows: readonly (readonly unknown[])[], { sums }: Expected): DruidAnswer {
  return { rows, sums: [Object.values(sums)] };
}

const rowsOf = ({ rows }: Expected): unknown[][] => rows.map((row) => row.split(" "));
const failures = (expected: Expected, druidAnswer: DruidAnswer) =>
  compareDruid(expected, druidAnswer).flatMap(({ differences }) => differences.map(({ what }) => what));

describe("proof/compare/druid", () => {
  const all = expectedOf(faultlessTopics(), DEFAULT_PROOF, windowEnd(3));
  const [raw, clean, stats] = all as [Expected, Expected, Expected];

  it("expects rows of three datasources, up to the end of the last closed window", () => {
    expect(all.map(({ datasource }) => datasource)).to.deep.equal(["raw_sensors", "clean_sensors", "outlier_stats"]);
    expect(raw.sums["rows"]).to.equal(902);
    expect(stats.sums["rows"]).to.equal(3);
    for (const { sqlRows, sqlSums } of all)
      expect(sqlRows + sqlSums).to.contain(`MILLIS_TO_TIMESTAMP(${windowEnd(3)})`);
  });

  it("accepts rows in any order", () => {
    expect(failures(raw, answer(rowsOf(raw).toReversed(), raw))).to.deep.equal([]);
    expect(failures(clean, answer(rowsOf(clean), clean))).to.deep.equal([]);
  });

  it("accepts a window's sensors in any order", () => {
    const [first = [], ...others] = stats.rows.map((row) => row.split(" "));
    const sensors = Object.fromEntries((JSON.parse(first[5] ?? "") as [string, number][]).toReversed());
    const rows = [[...first.slice(0, 5), JSON.stringify(sensors), first[6]], ...others];
    expect(failures(stats, answer(rows, stats))).to.deep.equal([]);
  });

  it("reports a missing, duplicated or changed row", () => {
    const rows = rowsOf(raw);
    const [first = []] = rows;
    for (const wrong of [rows.slice(1), [first, ...rows], [[...first.slice(0, 3), 7], ...rows.slice(1)]]) {
      expect(failures(raw, answer(wrong, raw))).not.to.deep.equal([]);
    }
  });

  it("reports a different sum, but ignores the last digits of doubles", () => {
    const { rows = 0, seq = 0, ts = 0, value = 0 } = raw.sums;
    const answered = (sums: readonly unknown[]) => failures(raw, { rows: rowsOf(raw), sums: [sums] });
    expect(answered([rows, seq, ts, value * (1 + 1e-13)])).to.deep.equal([]);
    expect(answered([rows, seq + 1, ts, value])).to.deep.equal(["raw_sensors: seq"]);
    expect(answered([rows, seq, ts, value + 1])).to.deep.equal(["raw_sensors: value"]);
    expect(answered([])).to.have.length(4);
  });
});
