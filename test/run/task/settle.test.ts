import { expect } from "chai";
import { good } from "../../../src/errors/fault.ts";
import type { Steps } from "../../../src/run/task/steps.ts";
import { waitUntilSettled } from "../../../src/run/task/settle.ts";

describe("run/task/settle", () => {
  /** Waits with that delay; an interrupt comes after some seconds. The log has each probe with its time. */
  async function waited(delay: number | undefined, interruptAt = Infinity, fresh = true) {
    let now = 0;
    const log: string[] = [];
    const settle = {
      every: 1,
      timeout: () => 30,
      ...(delay !== undefined && { delay: () => delay }),
      check: (_args: never, state: unknown) =>
        state === "there" ? ({ is: "settled" } as const) : ({ is: "waiting", for: "it" } as const),
    };
    const steps: Pick<Steps, "settle" | "probeAgain" | "decide"> = {
      settle,
      probeAgain: () => {
        log.push(`probe at ${now}`);
        return Promise.resolve(good("there"));
      },
      decide: () => ({ changes: [], result: { at: now } }),
    };
    const watch = {
      clock: { now: () => now * 1000, sleep: (seconds: number) => Promise.resolve(void (now += seconds)) },
      progress: () => undefined,
      interrupted: () => now >= interruptAt,
    };
    const attempt = { status: "ok", result: {} } as const;
    const tried = { attempt, ...(fresh && { fresh: good("there") }) };
    const { status, fault } = await waitUntilSettled(
      steps as Steps,
      { args: {} } as never,
      watch as never,
      tried as never,
    );
    return { log, status, code: fault?.code, now };
  }

  it("believes the probe that was just made", async () => {
    expect(await waited(undefined)).to.deep.equal({ log: [], status: "ok", code: undefined, now: 0 });
    expect(await waited(0)).to.deep.equal({ log: [], status: "ok", code: undefined, now: 0 });
  });

  it("probes anew after a delay", async () => {
    expect(await waited(7)).to.deep.equal({ log: ["probe at 7"], status: "ok", code: undefined, now: 7 });
  });

  it("looks once at what was changed when an interrupt came, without a delay", async () => {
    expect(await waited(undefined, 0, false)).to.deep.equal({
      log: ["probe at 0"],
      status: "ok",
      code: undefined,
      now: 0,
    });
  });

  it("ends a delay at an interrupt", async () => {
    expect(await waited(7, 3)).to.deep.equal({ log: [], status: "failed", code: "run/interrupted", now: 3 });
  });
});
