import { expect } from "chai";
import { NO_JOURNAL } from "../../../files/sensors/journal/journal.ts";
import { backoff, startRun, type Run } from "../../../files/sensors/run.ts";
import { fakeCluster } from "./fake-cluster.ts";

function begin(sleep: (ms: number) => Promise<void>): Run {
  return startRun({
    cluster: fakeCluster(),
    journal: NO_JOURNAL,
    clock: () => 0,
    sleep,
    stop: new AbortController(),
    print: () => undefined,
    warn: () => undefined,
  });
}

describe("sensors/run", () => {
  it("stops after a permanent failure, and reports the first one", () => {
    const run = begin(() => new Promise(() => undefined));
    run.broken("first");
    run.broken("second");
    expect([run.stop.signal.aborted, run.fault()]).to.deep.equal([true, "first"]);
  });

  it("allows 8 seconds after the stop signal", async () => {
    let wake: () => void = () => undefined;
    const slept: number[] = [];
    const run = begin((ms) => {
      slept.push(ms);
      return new Promise((resolve) => (wake = resolve));
    });
    run.stop.abort();
    expect([slept, run.abandon.aborted]).to.deep.equal([[8_000], false]);
    wake();
    await new Promise((resolve) => setImmediate(resolve));
    expect(run.abandon.aborted).to.equal(true);
  });

  it("waits longer with each attempt, up to 5 seconds", () => {
    expect([2, 3, 4, 5, 6, 7, 8, 2000].map(backoff)).to.deep.equal([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  });
});
