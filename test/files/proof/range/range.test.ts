import { expect } from "chai";
import { DEFAULT_PROOF } from "../../../../files/proof/command-line.ts";
import type { Consumed } from "../../../../files/proof/consumed.ts";
import { differencesOf, prove, type ProofSettings, type Topics } from "../../../../files/proof/prove.ts";
import { DEFAULT_SETTINGS, filterHash } from "../../../../files/proof/settings.ts";
import { jobOutput, rawRecords, windowEnd } from "../pipeline.ts";

const CLEAN = "clean_sensors, record by record";
const STATS = "outlier_stats, window by window";
const BALANCE = "raw = clean + outliers + late, by sensor and window";
const SEQ = "seq, without gaps and doubles";

/** 125 minutes of 20 sensors, a reading of each in 20 seconds: 31 readings take less than 11 minutes. */
const MINUTES = 125;
const WINDOWS = 12;
const RANGE = { from: windowEnd(8), since: windowEnd(6) };

const tsOf = ({ value }: Consumed): number => (JSON.parse(value ?? "{}") as { readonly ts: number }).ts;
const sensorOf = ({ key }: Consumed): string => key ?? "";

/** Without the records before the first one of each partition that is not older, as a consumer reads from a timestamp. */
function since(records: readonly Consumed[], ts: number): Consumed[] {
  const firsts = new Map<number, number>();
  for (const one of records) {
    if (tsOf(one) >= ts && !firsts.has(one.partition)) firsts.set(one.partition, one.offset);
  }
  return records.filter(({ partition, offset }) => offset >= (firsts.get(partition) ?? Infinity));
}

const offsetsOf = (topic: string, records: readonly Consumed[]): Map<string, number> =>
  new Map(records.toReversed().map(({ partition, offset }) => [`${topic}:${partition}`, offset]));

/** The topics as the role reads them for a range, and the settings for it. */
function part(topics: Topics, range = RANGE, earliest = 0): { read: Topics; settings: ProofSettings } {
  const read = { ...topics, raw: since(topics.raw, range.since), clean: since(topics.clean, range.since) };
  const starts = new Map([...offsetsOf("raw_sensors", read.raw), ...offsetsOf("clean_sensors", read.clean)]);
  const first = new Map([0, 1].map((partition) => [`raw_sensors:${partition}`, earliest]));
  const reading = { since: range.since, starts, earliest: first };
  return { read, settings: { ...DEFAULT_PROOF, from: range.from, reading } };
}

describe("proof/range", function () {
  this.timeout(20_000);
  let whole: Topics;
  before(() => {
    whole = jobOutput(rawRecords(MINUTES * 60, 0.15, 1), WINDOWS);
  });

  const failed = (topics: Topics, settings: ProofSettings): string[] =>
    prove(topics, settings)
      .checks.filter(({ differences }) => differences.length > 0)
      .map(({ name }) => name);
  const indexOf = (records: readonly Consumed[], ts: number) => records.findIndex((one) => tsOf(one) >= ts);

  it("proves the last windows without the topic's beginning", () => {
    const { read, settings } = part(whole);
    expect(read.raw.length).to.be.below(whole.raw.length * 0.6);
    const proof = prove(read, settings);
    expect(differencesOf(proof)).to.deep.equal([]);
    expect(proof.warnings).to.deep.equal([]);
    expect(proof.checks.find(({ name }) => name === STATS)?.expected).to.match(/^4 windows/);
    expect(proof.checks.find(({ name }) => name === "verdicts recomputed")?.actual).to.match(/^\d+ readings$/);
    expect(proof.scope.until).to.equal(windowEnd(WINDOWS));
  });

  it("works after retention has cut the topic before the range, and proves a short topic from its beginning", () => {
    const { read, settings } = part(whole, RANGE, 100);
    expect(prove(read, settings)).to.deep.include({ warnings: [], from: RANGE.from });
    expect(prove(whole, { ...DEFAULT_PROOF, from: windowEnd(-6) })).to.deep.include({ warnings: [] });
    expect(failed(whole, { ...DEFAULT_PROOF, from: windowEnd(-6) })).to.deep.equal([]);
  });

  it("finds a record too few or too many anywhere in the range", () => {
    const { read, settings } = part(whole);
    const places = [0, 13, 131, 977].map((step) => indexOf(read.clean, RANGE.from) + step);
    for (const index of places) {
      const fewer = { ...read, clean: read.clean.toSpliced(index, 1) };
      expect(failed(fewer, settings), `${index}`).to.deep.equal([CLEAN, BALANCE]);
      const more = { ...read, clean: read.clean.toSpliced(index, 0, ...read.clean.slice(index, index + 1)) };
      expect(failed(more, settings), `${index}`).to.deep.equal([CLEAN, BALANCE]);
    }
    expect(failed({ ...read, stats: read.stats.toSpliced(9, 1) }, settings)).to.include(STATS);
    const raw = read.raw.toSpliced(indexOf(read.raw, RANGE.from) + 50, 1);
    expect(failed({ ...read, raw }, settings)).to.include.members(["raw_sensors is complete", SEQ]);
  });

  it("does not report what happened before the range", () => {
    const { read, settings } = part(whole);
    expect(failed({ ...read, clean: read.clean.slice(20) }, settings)).to.deep.equal([]);
    expect(failed({ ...read, stats: read.stats.slice(8) }, settings)).to.deep.equal([]);
  });

  it("counts verdicts that the past does not decide, and still finds a lost or duplicated record among them", () => {
    const { read, settings } = part(whole, { from: RANGE.from, since: RANGE.from });
    const proof = prove(read, settings);
    expect(differencesOf(proof)).to.deep.equal([]);
    expect(proof.checks.find(({ name }) => name === "verdicts recomputed")?.actual).to.match(
      /; not 620 without enough/,
    );
    expect(proof.warnings.join()).to.match(
      /the verdicts on 620 of \d+ readings: fewer than 31 .*proof_warm_up_minutes/,
    );
    const index = indexOf(read.clean, RANGE.from) + 5;
    expect(failed({ ...read, clean: read.clean.toSpliced(index, 1) }, settings)).to.deep.equal([STATS, BALANCE]);
    const twice = read.clean.toSpliced(index, 0, ...read.clean.slice(index, index + 1));
    expect(failed({ ...read, clean: twice }, settings)).to.deep.equal([CLEAN, BALANCE]);
  });

  it("knows late readings although the filter's state before the range is unknown", () => {
    const extra = whole.raw.map((one) => ({ ...one }));
    const last = extra.findIndex(
      ({ partition, value }) => partition === 0 && value?.includes(`"ts":${RANGE.from + 60_000}`),
    );
    const [sensor, ts] = ["sensor-late", RANGE.from];
    const late = [ts + 60_000, ts].map((time, seq): Consumed => {
      return {
        partition: 0,
        offset: 0,
        headers: {},
        key: sensor,
        value: JSON.stringify({ sensor, seq, ts: time, value: 1 }),
      };
    });
    const at = last < 0 ? extra.findIndex((one) => tsOf(one) > ts + 60_000) : last;
    const raw = renumbered(extra.toSpliced(at, 0, ...late));
    const { read, settings } = part(jobOutput(raw, WINDOWS));
    expect(failed(read, settings)).to.deep.equal([]);
    const stats = prove(read, settings).checks.find(({ name }) => name === STATS);
    expect(stats?.expected).to.match(/ 1 late$/);
  });

  it("proves nothing before the place where retention cut the topic, and says so", () => {
    const cutAt = windowEnd(9) + 120_000;
    const raw = since(whole.raw, cutAt);
    const earliest = offsetsOf("raw_sensors", raw);
    const settings = {
      ...DEFAULT_PROOF,
      from: RANGE.from,
      reading: { since: RANGE.since, starts: earliest, earliest },
    };
    const proof = prove({ ...whole, raw, clean: since(whole.clean, RANGE.since) }, settings);
    expect(proof.from).to.equal(windowEnd(11));
    expect(differencesOf(proof)).to.deep.equal([]);
    expect(proof.warnings.join()).to.match(
      /^only 1 closed windows.*nothing before .*retention has deleted records of raw_sensors/,
    );
    expect(prove({ ...whole, raw }, DEFAULT_PROOF)).to.deep.include({ from: windowEnd(11) });
  });

  it("proves nothing that overlaps windows of another length", () => {
    const value = JSON.stringify({ ...statsAt(whole, 8), window_end: windowEnd(9) + 60_000 });
    const stats = whole.stats.with(8, { ...(whole.stats[8] as Consumed), value });
    const { read, settings } = part({ ...whole, stats });
    const proof = prove(read, settings);
    expect(proof).to.deep.include({ from: windowEnd(10) });
    expect(differencesOf(proof)).to.deep.equal([]);
    expect(proof.warnings.join()).to.contain("the job counted in windows of another length than 10 min");
  });

  it("reports a gap and a double in seq, but no restart of the producer", () => {
    const sensor = "sensor-0004";
    const renumber = (seqOf: (seq: number) => number): Topics =>
      jobOutput(
        whole.raw.map((one) => {
          if (sensorOf(one) !== sensor) return one;
          const fields = JSON.parse(one.value ?? "") as { readonly seq: number };
          return { ...one, value: JSON.stringify({ ...fields, seq: seqOf(fields.seq) }) };
        }),
        WINDOWS,
      );
    const checked = (topics: Topics) => {
      const { read, settings } = part(topics);
      return prove(read, settings).checks.find(({ name }) => name === SEQ);
    };
    expect(checked(renumber((seq) => (seq < 300 ? seq : seq - 300)))).to.deep.include({ differences: [] });
    const gap = checked(renumber((seq) => (seq < 300 ? seq : seq + 2)))?.differences;
    expect(gap).to.have.length(1);
    expect(gap?.[0]).to.include({ expected: "seq 300", actual: "seq 302, 2 missing" });
    const double = checked(renumber((seq) => (seq < 300 ? seq : seq - 1)))?.differences;
    expect(double).to.have.length(1);
    expect(double?.[0]).to.include({ expected: "seq 300", actual: "seq 299 again" });
    expect(checked(renumber((seq) => (seq < 50 ? seq : seq + 2)))?.differences, "before the range").to.deep.equal([]);
  });
});

describe("proof/range: a filter that was changed", function () {
  this.timeout(20_000);
  const later = { ...DEFAULT_SETTINGS, threshold: 4, filterWindow: 15 };
  let changed: Topics;
  before(() => {
    const filters = [
      { from: 0, settings: DEFAULT_SETTINGS },
      // In both partitions between the windows 9 and 10.
      { from: 2850, settings: later },
    ];
    changed = jobOutput(rawRecords(MINUTES * 60, 0.15, 1), WINDOWS, { filters });
  });

  it("proves each record by the filter that it names", () => {
    const { read, settings } = part(changed);
    const proof = prove(read, { ...settings, filter: later, earlierFilters: [DEFAULT_SETTINGS] });
    expect(differencesOf(proof)).to.deep.equal([]);
    expect(proof.warnings).to.deep.equal([]);
    const recomputed = proof.checks.find(({ name }) => name === "verdicts recomputed");
    expect(recomputed?.actual).to.match(/^\d+ readings(; not 0 without .*, 0 by an unknown filter, \d+ between)?/);
  });

  it("says which stretch an unknown filter decided, proves the others, and still finds lost records there", () => {
    const { read, settings } = part(changed);
    const proof = prove(read, { ...settings, filter: later });
    expect(differencesOf(proof)).to.deep.equal([]);
    expect(proof.warnings.join()).to.match(
      new RegExp(`verdicts on \\d+ readings from .* to .*: filter ${filterHash(DEFAULT_SETTINGS)} decided them`),
    );
    const index = read.clean.findIndex((one) => tsOf(one) >= RANGE.from) + 30;
    const fewer = { ...read, clean: read.clean.toSpliced(index, 1) };
    expect(differencesOf(prove(fewer, { ...settings, filter: later }))).not.to.deep.equal([]);
  });

  it("finds a wrong verdict of either filter", () => {
    const { read, settings } = part(changed);
    const both = { ...settings, filter: later, earlierFilters: [DEFAULT_SETTINGS] };
    for (const from of [RANGE.from, windowEnd(11)]) {
      const outlier = read.raw.find((one) => one.headers["injected"] !== undefined && tsOf(one) >= from);
      const near = read.clean.findIndex((one) => one.partition === outlier?.partition && one.offset > outlier.offset);
      const filter = (JSON.parse(read.clean[near]?.value ?? "") as { readonly filter: string }).filter;
      const value = JSON.stringify({ ...(JSON.parse(outlier?.value ?? "") as object), filter });
      const clean = read.clean.toSpliced(near, 0, { ...(outlier as Consumed), headers: {}, value });
      expect(differencesOf(prove({ ...read, clean }, both))[0]).to.include({ expected: "0 times (outlier)" });
    }
  });
});

function statsAt({ stats }: Topics, index: number): object {
  return JSON.parse(stats[index]?.value ?? "") as object;
}

function renumbered(records: readonly Consumed[]): Consumed[] {
  const next = new Map<number, number>();
  return records.map((one) => {
    const offset = next.get(one.partition) ?? 0;
    next.set(one.partition, offset + 1);
    return { ...one, offset };
  });
}
