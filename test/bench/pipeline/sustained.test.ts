import { expect } from "chai";
import { verdict } from "../../../bench/pipeline/rates-section.ts";
import { gaveWay, highestSustained, lows, type Step } from "../../../bench/pipeline/sustained.ts";

const SECONDS = 40;
type Lag = (seconds: number) => number;

/** Looks once a second, at 1000 records a second where nothing else is said. */
function step(flink: Lag, druid: Lag, other: Partial<Step> = {}): Step {
  const samples = Array.from({ length: SECONDS }, (_, index) => index).map((seconds) => ({
    seconds,
    Flink: flink(seconds),
    Druid: druid(seconds),
  }));
  const rate = other.rate ?? 1000;
  return { rate, acknowledged: rate, seconds: SECONDS, busy: 0.5, samples, caughtUp: 3, ...other };
}

/** What a reader that commits every ten seconds seems to be behind, though it keeps up. */
const saw: Lag = (seconds) => 1000 * (1 + ((seconds + 4) % 10));
const none: Lag = () => 0;

describe("whether a rate is sustained", () => {
  it("is decided by the lowest points of a lag, because commits come in steps", () => {
    expect(lows(step(saw, none), "Flink")).to.deep.equal({ third: 1000, last: 1000 });
    expect(gaveWay(step(saw, none))).to.deep.equal([]);
  });

  it("it is not where a lag grows beyond some seconds of the rate", () => {
    expect(gaveWay(step(saw, (seconds) => seconds * 200))).to.deep.equal(["Druid"]);
    expect(gaveWay(step((seconds) => saw(seconds) + seconds * 200, none))).to.deep.equal(["Flink"]);
    expect(gaveWay(step(saw, (seconds) => seconds * 150))).to.deep.equal([]);
  });

  it("it is where a lag stays as it is, or is being worked off", () => {
    expect(gaveWay(step(saw, () => 8000))).to.deep.equal([]);
    expect(gaveWay(step(saw, (seconds) => 60_000 - seconds * 500))).to.deep.equal([]);
  });

  it("it is not where Kafka does not acknowledge the rate; the reader furthest behind comes next", () => {
    const slow = step(
      (seconds) => seconds * 300,
      (seconds) => seconds * 500,
      { acknowledged: 900 },
    );
    expect(gaveWay(slow)).to.deep.equal(["Kafka", "Druid", "Flink"]);
    expect(gaveWay({ ...slow, acknowledged: 960 })).to.deep.equal(["Druid", "Flink"]);
  });

  it("it is not where nobody has looked", () => {
    expect(gaveWay({ ...step(none, none), samples: [] })).to.deep.equal(["Flink", "Druid"]);
  });

  it("ends at the first rate that is not", () => {
    const steps = [500, 1000, 2000].map((rate) => step(none, none, { rate }));
    expect(highestSustained(steps)).to.equal(2000);
    expect(highestSustained([...steps.slice(0, 1), step(none, none, { acknowledged: 1 }), ...steps])).to.equal(500);
    expect(highestSustained([])).to.be.undefined;
  });

  it("is said with what gave way first", () => {
    const fine = step(none, none);
    const broken = step(none, (seconds) => seconds * 1000, { rate: 2000, busy: 0.985 });
    expect(verdict([fine, broken])).to.equal(
      "Sustained: 1,000 a second. At 2,000 a second Druid gave way first (30,000 records behind in the last quarter), the machine's processors being 99 % busy.",
    );
    expect(verdict([fine])).to.equal("Sustained: 1,000 a second. Nothing has given way up to there.");
    expect(verdict([broken])).to.match(/^None of the rates was sustained\. At 2,000/);
  });
});
