import { expect } from "chai";
import { waitForLock } from "../../../src/cli/connecting/wait-for-lock.ts";
import type { Event } from "../../../src/events/event.ts";

describe("cli/connecting/wait-for-lock", () => {
  const waiting = (timeout: number, interrupted = false) => {
    const events: Event[] = [];
    const slept: number[] = [];
    const clock = {
      now: () => 0,
      every: () => () => undefined,
      sleep(seconds: number) {
        slept.push(seconds);
        return Promise.resolve();
      },
    };
    const again = waitForLock({
      host: "one",
      timeout,
      emit: (event) => events.push(event),
      clock,
      interrupted: () => interrupted,
    });
    return { again, events, slept };
  };

  it("says once whom it waits for, and looks again every second until the time is over", async () => {
    const { again, events, slept } = waiting(2.5);
    const answers = [];
    for (let tries = 0; tries < 4; tries++) answers.push(await again("run 1 of somebody"));
    expect(answers).to.deep.equal([true, true, true, false]);
    expect(slept).to.deep.equal([1, 1, 0.5]);
    expect(events.map((event) => event.event === "warning" && event.message)).to.deep.equal([
      "one: another run is changing this host (run 1 of somebody). Waiting for its end, up to 2.5 s.",
    ]);
  });

  it("stops waiting after an interrupt", async () => {
    expect(await waiting(20, true).again("")).to.equal(false);
  });
});
