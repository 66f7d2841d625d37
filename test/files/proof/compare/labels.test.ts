import { expect } from "chai";
import { compareLabels, type Labels } from "../../../../files/proof/compare/labels.ts";
import { isReading, judge } from "../../../../files/proof/oracle.ts";
import { DEFAULT_SETTINGS } from "../../../../files/proof/settings.ts";
import { rawRecords } from "../pipeline.ts";

const NOTHING_OPEN = { until: Infinity, openFrom: new Map<number, number>() };

function labelsOf(outliers: number): Labels {
  const judged = judge(rawRecords(3600, outliers), DEFAULT_SETTINGS);
  const clean = judged.filter(isReading).filter(({ verdict }) => verdict === "clean");
  return compareLabels(
    judged,
    clean.map(({ reading }) => reading),
    NOTHING_OPEN,
  );
}

describe("proof/compare/labels of the default filter on an hour of default signals", () => {
  it("finds the injected outliers, and little else", () => {
    const labels = labelsOf(0.02);
    expect(labels.injected).to.be.above(600);
    expect(labels.precision).to.be.at.least(0.99);
    expect(labels.recall).to.be.at.least(0.95);
  });

  it("removes less than a thousandth if no outliers are injected", () => {
    const labels = labelsOf(0);
    expect(labels).to.include({ readings: 36_000, injected: 0, recall: 1 });
    expect(labels.falseAlarms).to.be.below(0.001);
  });
});

describe("proof/compare/labels", () => {
  it("counts readings that were removed, not those that should have been", () => {
    const judged = judge(rawRecords(60, 0.5), DEFAULT_SETTINGS);
    const everything = judged.filter(isReading).map(({ reading }) => reading);
    expect(compareLabels(judged, everything, NOTHING_OPEN)).to.include({
      flagged: 0,
      found: 0,
      precision: 1,
      recall: 0,
    });
    const nothing = compareLabels(judged, [], NOTHING_OPEN);
    expect(nothing).to.include({ flagged: 600, recall: 1, falseAlarms: 1 });
    expect(nothing.precision).to.equal(nothing.injected / 600);
  });
});
