import { expect } from "chai";
import { durationOf, durationText, intervalOf, rangeOf } from "../../../src/services/grafana/time.ts";

const NOW = 1_767_225_600_000;
const HOUR = 3_600_000;

describe("services/grafana/time", () => {
  it("parses time ranges in the notation of dashboards", () => {
    const range = (from: string, to: string) => {
      const read = rangeOf(from, to, NOW);
      return read.ok ? read.value : read.faults[0].code;
    };
    expect(range("now-6h", "now")).to.deep.equal({ from: NOW - 6 * HOUR, to: NOW });
    expect(range("now-2d", "now-30m")).to.deep.equal({ from: NOW - 48 * HOUR, to: NOW - HOUR / 2 });
    expect(range("5", "10")).to.deep.equal({ from: 5, to: 10 });
    for (const [from, to] of [
      ["yesterday", "now"],
      ["now", "now-1h"],
      ["now-1x", "now"],
      ["now", "now"],
    ] as const) {
      expect(range(from, to), `${from} ${to}`).to.equal("services/grafana-range");
    }
  });

  it("parses durations and nothing else", () => {
    expect(["10s", ">=10s", "500ms", "2w", "", "10"].map(durationOf)).to.deep.equal([
      10_000,
      10_000,
      500,
      1_209_600_000,
      undefined,
      undefined,
    ]);
  });

  it("chooses a round interval with at most the requested number of points", () => {
    const range = { from: 0, to: HOUR };
    expect(intervalOf(range, 1800)).to.equal(2000);
    expect(intervalOf(range, 1000)).to.equal(5000);
    expect(intervalOf(range, 1000, 600_000)).to.equal(600_000);
    expect(intervalOf({ from: 0, to: 100 * 365 * 24 * HOUR }, 1)).to.equal(100 * 365 * 24 * HOUR);
  });

  it("formats durations in the largest unit that needs no fraction", () => {
    expect([500, 2000, 90_000, 600_000, 7_200_000, 86_400_000].map(durationText)).to.deep.equal([
      "500ms",
      "2s",
      "90s",
      "10m",
      "2h",
      "1d",
    ]);
  });
});
