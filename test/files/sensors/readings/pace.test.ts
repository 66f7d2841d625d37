import { expect } from "chai";
import { createPace } from "../../../../files/sensors/readings/pace.ts";

const T = 1_767_225_600_000;

describe("sensors/readings/pace", () => {
  it("makes readings due at an even interval, the first one immediately", () => {
    const pace = createPace({ start: T, rate: 10 });
    expect(pace.take(T, 100)).to.deep.equal([T]);
    expect(pace.take(T + 50, 100)).to.deep.equal([]);
    expect(pace.take(T + 250, 100)).to.deep.equal([T + 100, T + 200]);
  });

  it("does not drift at a rate that does not divide a second", () => {
    const pace = createPace({ start: T, rate: 3 });
    const times = Array.from({ length: 1001 }, (_, tick) => pace.take(T + tick * 20, 100)).flat();
    expect(times).to.have.length(61);
    expect(times.at(-1)).to.equal(T + 20_000);
  });

  it("returns at most as many as there is room for, and the rest next time", () => {
    const pace = createPace({ start: T - 400, rate: 10 });
    expect(pace.take(T, 3)).to.deep.equal([T - 400, T - 300, T - 200]);
    expect(pace.take(T, 3)).to.deep.equal([T - 100, T]);
  });

  it("is live once the backfill has caught up, from its last reading on", () => {
    const pace = createPace({ start: T - 1000, rate: 10 });
    pace.take(T, 5);
    expect(pace.liveSince()).to.equal(undefined);
    pace.take(T, 100);
    expect(pace.liveSince()).to.equal(T);
  });

  it("skips nothing in a backfill, however long it is delayed", () => {
    const pace = createPace({ start: T - 60_000, rate: 1 });
    pace.take(T, 10);
    const rest = pace.take(T + 120_000, 1000);
    expect(rest).to.have.length(171);
    expect(rest[0]).to.equal(T - 50_000);
    expect(pace.skipped()).to.equal(0);
  });

  it("skips and counts readings that were due in a pause, and continues at the current time", () => {
    const pace = createPace({ start: T, rate: 10 });
    pace.take(T, 100);
    expect(pace.take(T + 5_000, 100)).to.deep.equal([T + 5_000]);
    expect(pace.skipped()).to.equal(49);
    expect(pace.take(T + 5_100, 100)).to.deep.equal([T + 5_100]);
  });

  it("counts readings that were due without room as skipped", () => {
    const pace = createPace({ start: T, rate: 10 });
    pace.take(T, 100);
    for (let ms = 20; ms <= 10_000; ms += 20) pace.take(T + ms, 0);
    expect(pace.take(T + 10_020, 100).length + pace.skipped()).to.be.within(97, 100);
    expect(pace.skipped()).to.be.at.least(89);
  });

  it("catches up after a delay of at most a second", () => {
    const pace = createPace({ start: T, rate: 10 });
    pace.take(T, 100);
    expect(pace.take(T + 1_000, 100)).to.have.length(10);
    expect(pace.skipped()).to.equal(0);
  });

  it("waits out a clock that was set back a little, and follows one that was set back far", () => {
    const pace = createPace({ start: T, rate: 10 });
    pace.take(T + 500, 100);
    expect(pace.take(T, 100)).to.deep.equal([]);
    expect(pace.take(T - 3_600_000, 100)).to.deep.equal([T - 3_600_000]);
    expect(pace.skipped()).to.equal(0);
  });

  it("never skips at a rate slower than a reading a second", () => {
    const pace = createPace({ start: T, rate: 0.1 });
    const times = Array.from({ length: 3001 }, (_, tick) => pace.take(T + tick * 20, 100)).flat();
    expect(times).to.deep.equal([0, 10, 20, 30, 40, 50, 60].map((second) => T + second * 1000));
  });

  it("returns nothing from the end on", () => {
    const pace = createPace({ start: T, rate: 10 });
    pace.take(T, 100);
    expect(pace.take(T + 500, 100, T + 300)).to.deep.equal([T + 100, T + 200]);
  });
});
