import { expect } from "chai";
import { DEFAULT_PROOF } from "../../../files/proof/command-line.ts";
import type { Consumed } from "../../../files/proof/consumed.ts";
import { differencesOf, prove, type Topics } from "../../../files/proof/prove.ts";
import { faultlessTopics, windowEnd } from "./pipeline.ts";

const failedChecks = (topics: Topics) =>
  prove(topics, DEFAULT_PROOF).checks.filter(({ differences }) => differences.length > 0);
const namesOf = (topics: Topics) => failedChecks(topics).map(({ name }) => name);

const CLEAN = "clean_sensors, record by record";
const STATS = "outlier_stats, window by window";
const BALANCE = "raw = clean + outliers + late, by sensor and window";

describe("proof/prove", () => {
  let topics: Topics;
  /** A clean record from the middle of the closed windows, and its index. */
  let index: number;

  before(() => {
    topics = faultlessTopics();
    index = topics.clean.findIndex(({ key, offset }) => key === "sensor-0007" && offset > 250);
  });

  const withClean = (clean: readonly Consumed[]): Topics => ({ ...topics, clean });
  const changedStats = (change: (fields: Record<string, unknown>) => object): Topics => {
    const [first, ...others] = topics.stats;
    if (first === undefined) throw new Error("no windows");
    const fields = JSON.parse(first.value ?? "") as Record<string, unknown>;
    return { ...topics, stats: [{ ...first, value: JSON.stringify(change(fields)) }, ...others] };
  };

  it("finds no difference for a correct job", () => {
    const proof = prove(topics, DEFAULT_PROOF);
    expect(differencesOf(proof)).to.deep.equal([]);
    expect(proof.scope.until).to.equal(windowEnd(3));
    expect(proof.labels.injected).to.be.above(100);
  });

  it("accepts any part of the open window", () => {
    expect(namesOf(withClean(topics.clean.filter(({ value }) => !isAfter(value, windowEnd(3) + 5000))))).to.deep.equal(
      [],
    );
  });

  it("fails if one clean record is missing", () => {
    const failed = failedChecks(withClean(topics.clean.toSpliced(index, 1)));
    expect(failed.map(({ name }) => name)).to.deep.equal([CLEAN, BALANCE]);
    expect(failed[0]?.differences[0]).to.include({ expected: "once", actual: "0 times" });
    expect(failed[0]?.expected).not.to.equal(failed[0]?.actual);
  });

  it("fails if one clean record is duplicated", () => {
    const failed = failedChecks(withClean(topics.clean.toSpliced(index, 0, ...topics.clean.slice(index, index + 1))));
    expect(failed.map(({ name }) => name)).to.deep.equal([CLEAN, BALANCE]);
    expect(failed[0]?.differences[0]).to.include({ expected: "once (clean)", actual: "2 times" });
  });

  it("fails if one clean record of the open window is duplicated", () => {
    const last = topics.clean.slice(-1);
    expect(namesOf(withClean([...topics.clean, ...last]))).to.deep.equal([CLEAN]);
  });

  it("fails if one outlier was not removed", () => {
    const outlier = topics.raw.find(({ headers, offset }) => headers["injected"] !== undefined && offset > 250);
    const value = JSON.stringify({ ...(JSON.parse(outlier?.value ?? "") as object), filter: filterOf(topics) });
    const after = topics.clean.findIndex((one) => one.partition === outlier?.partition && one.offset > outlier.offset);
    const clean = topics.clean.toSpliced(after, 0, { ...topics.clean[0], ...outlier, headers: {}, value } as Consumed);
    const failed = failedChecks(withClean(clean));
    expect(failed.map(({ name }) => name)).to.deep.equal([CLEAN, BALANCE]);
    expect(failed[0]?.differences[0]).to.include({ expected: "0 times (outlier)", actual: "once" });
  });

  it("fails if a value, or the order of two of a sensor's records, changes", () => {
    const record = topics.clean[index];
    if (record === undefined) throw new Error("no such record");
    const changed = { ...record, value: record.value?.replace(/"value":(-?\d+)/, '"value":$11') ?? null };
    expect(namesOf(withClean(topics.clean.with(index, changed)))).to.deep.equal([CLEAN]);
    const next = topics.clean.findIndex(({ key }, place) => place > index && key === record.key);
    const swapped = topics.clean.with(index, topics.clean[next] ?? record).with(next, record);
    expect(namesOf(withClean(swapped))).to.deep.equal([CLEAN]);
  });

  it("says what it cannot prove if a filter with unknown arguments wrote the records", () => {
    const clean = topics.clean.map((one) => ({
      ...one,
      value: one.value?.replace(filterOf(topics), "00000000") ?? null,
    }));
    const { warnings } = prove(withClean(clean), DEFAULT_PROOF);
    expect(warnings.join()).to.match(/verdicts on \d+ readings from .* to .*: filter 00000000 decided them/);
    const settings = { ...DEFAULT_PROOF, filter: { ...DEFAULT_PROOF.filter, threshold: 3 } };
    expect(prove(topics, settings).warnings.join()).to.contain(`filter ${filterOf(topics)} decided them`);
  });

  it("fails if a window is missing, duplicated, or has a different count", () => {
    expect(namesOf({ ...topics, stats: topics.stats.slice(1) })).to.include(STATS);
    expect(namesOf({ ...topics, stats: [...topics.stats, ...topics.stats.slice(0, 1)] })).to.include(STATS);
    for (const name of ["readings", "outliers", "late"]) {
      expect(namesOf(changedStats((fields) => ({ ...fields, [name]: Number(fields[name]) + 1 })))).to.deep.equal([
        STATS,
      ]);
    }
    expect(namesOf(changedStats((fields) => ({ ...fields, by_sensor: {} })))).to.deep.equal([STATS, BALANCE]);
  });

  it("fails if a malformed record is missing, duplicated, changed, or has another reason", () => {
    const [first, ...others] = topics.malformed;
    if (first === undefined) throw new Error("no malformed record");
    const variants = [
      others,
      [first, ...topics.malformed],
      [{ ...first, value: `${first.value ?? ""} ` }, ...others],
      [{ ...first, headers: { ...first.headers, reason: "bad-ts" } }, ...others],
    ];
    for (const malformed of variants) expect(namesOf({ ...topics, malformed })).to.deep.equal(["malformed_sensors"]);
  });

  it("fails if the raw topic was not read completely", () => {
    const raw = topics.raw.toSpliced(2, 1);
    expect(namesOf({ ...topics, raw })).to.include("raw_sensors is complete");
  });

  it("warns if there are too few records to prove anything", () => {
    const warningsOf = (some: Topics, settings = DEFAULT_PROOF) => prove(some, settings).warnings.join();
    expect(warningsOf(topics)).to.equal("");
    expect(warningsOf({ ...topics, stats: topics.stats.slice(0, 2) })).to.match(/^only 2 closed windows, \d+ outliers/);
    expect(warningsOf({ raw: [], clean: [], stats: [], malformed: [] })).to.match(/^no window has closed in the range/);
    expect(warningsOf(topics, { ...DEFAULT_PROOF, leastOutliers: 100_000 })).to.match(/^only 3 closed windows/);
  });

  it("fails if a topic of the job contains records that the job never writes", () => {
    const alien = { partition: 0, offset: 999_999, headers: {}, key: "x", value: "{}" };
    expect(namesOf(withClean([...topics.clean, alien]))).to.have.length(1);
  });
});

function isAfter(value: string | null, ts: number): boolean {
  return (JSON.parse(value ?? "") as { readonly ts: number }).ts > ts;
}

function filterOf({ stats }: Topics): string {
  return (JSON.parse(stats[0]?.value ?? "") as { readonly filter: string }).filter;
}
