import { expect } from "chai";
import { bad, good, type Outcome } from "../../src/errors/fault.ts";
import { flinkFault } from "../../src/errors/catalogue/services/flink.ts";
import { poll } from "../../src/services/poll.ts";
import { fakeClock } from "./fake-clock.ts";

const isThree = (value: number) => value === 3;

/** Counts how often it is read. */
function counter(): () => Promise<Outcome<number>> {
  let count = 0;
  return () => Promise.resolve(good(++count));
}

describe("services/poll", () => {
  it("reads every second until the value is done", async () => {
    const clock = fakeClock();
    expect(await poll(counter(), isThree, { seconds: 20, clock })).to.deep.equal(good({ value: 3, done: true }));
    expect(clock.now()).to.equal(2000);
  });

  it("returns the last value when time is up", async () => {
    const clock = fakeClock();
    expect(await poll(counter(), isThree, { seconds: 1, clock })).to.deep.equal(good({ value: 2, done: false }));
    expect(clock.now()).to.equal(1000);
  });

  it("reads once without time to wait", async () => {
    const polled = await poll(counter(), () => false, { seconds: 0, clock: fakeClock() });
    expect(polled).to.deep.equal(good({ value: 1, done: false }));
  });

  it("ends at a fault", async () => {
    const gone = bad(flinkFault("services/flink-gone", { id: "a" }));
    expect(await poll(() => Promise.resolve(gone), isThree, { seconds: 20, clock: fakeClock() })).to.equal(gone);
  });
});
