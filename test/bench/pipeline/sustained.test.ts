import { expect } from "chai";
import { verdict } from "../../../bench/pipeline/rates-section.ts";
import { overloaded, highestSustained, lows, type Step } from "../../../bench/pipeline/sustained.ts";

const SECONDS = 40;
type Lag = (seconds: number) => number;

/** One sample per second, at 1000 records per second by default. */
function step(flink: Lag, druid: Lag, other: Partial<Step> = {}): Step {
  const samples = Array.from({ length: SECONDS }, (_, index) => index).map((seconds) => ({
    seconds,
    Flink: flink(seconds),
    Druid: druid(seconds),
  }));
  const rate = other.rate ?? 1000;
  return { rate, acknowledged: rate, seconds: SECONDS, busy: 0.5, samples, caughtUp: 3, ...other };
}

/** The apparent lag of a reader that keeps up and commits every ten seconds. */
const saw: Lag = (seconds) => 1000 * (1 + ((seconds + 4) % 10));
const none: Lag = () => 0;

describe("bench/pipeline sustained", () => {
  it("judges a lag by its lowest points, because commits come in steps", () => {
    expect(lows(step(saw, none), "Flink")).to.deep.equal({ third: 1000, last: 1000 });
    expect(overloaded(step(saw, none))).to.deep.equal([]);
  });

  it("rejects a rate if a lag grows beyond some seconds of the rate", () => {
    expect(overloaded(step(saw, (seconds) => seconds * 200))).to.deep.equal(["Druid"]);
    expect(overloaded(step((seconds) => saw(seconds) + seconds * 200, none))).to.deep.equal(["Flink"]);
    expect(overloaded(step(saw, (seconds) => seconds * 150))).to.deep.equal([]);
  });

  it("accepts a rate if a lag stays constant or shrinks", () => {
    expect(overloaded(step(saw, () => 8000))).to.deep.equal([]);
    expect(overloaded(step(saw, (seconds) => 60_000 - seconds * 500))).to.deep.equal([]);
  });

  it("rejects a rate that Kafka does not acknowledge, and names the reader with the largest lag next", () => {
    const slow = step(
      (seconds) => seconds * 300,
      (seconds) => seconds * 500,
      { acknowledged: 900 },
    );
    expect(overloaded(slow)).to.deep.equal(["Kafka", "Druid", "Flink"]);
    expect(overloaded({ ...slow, acknowledged: 960 })).to.deep.equal(["Druid", "Flink"]);
  });

  it("rejects a rate without samples", () => {
    expect(overloaded({ ...step(none, none), samples: [] })).to.deep.equal(["Flink", "Druid"]);
  });

  it("ends at the first rate that is not sustained", () => {
    const steps = [500, 1000, 2000].map((rate) => step(none, none, { rate }));
    expect(highestSustained(steps)).to.equal(2000);
    expect(highestSustained([...steps.slice(0, 1), step(none, none, { acknowledged: 1 }), ...steps])).to.equal(500);
    expect(highestSustained([])).to.be.undefined;
  });

  it("names what failed to keep up first", () => {
    const fine = step(none, none);
    const broken = step(none, (seconds) => seconds * 1000, { rate: 2000, busy: 0.985 });
    expect(verdict([fine, broken])).to.equal(
      "Sustained: 1,000 a second. At 2,000 a second Druid fell behind first (30,000 records behind in the last quarter), with the machine's processors 99 % busy.",
    );
    expect(verdict([fine])).to.equal("Sustained: 1,000 a second. Everything kept up to that rate.");
    expect(verdict([broken])).to.match(/^None of the rates was sustained\. At 2,000/);
  });
});
