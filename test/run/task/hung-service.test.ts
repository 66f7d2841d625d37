import { expect } from "chai";
import { bad, good, type Fault, type Outcome } from "../../../src/errors/fault.ts";
import { askOnce, type HungServices } from "../../../src/run/task/hung-service.ts";

const FAULT: Fault = { code: "services/http-timeout", message: "No answer within 60 s.", hint: "See its log." };

/** Asks services by key, each of which answers after some seconds of virtual time; returns the outcomes and who was asked. */
async function asked(questions: readonly (readonly [key: string, seconds: number, outcome: Outcome<unknown>])[]) {
  let now = 0;
  const hung: HungServices = new Map();
  const clock = { now: () => now };
  const calls: string[] = [];
  const outcomes: Outcome<unknown>[] = [];
  for (const [key, seconds, outcome] of questions) {
    const ask = () => {
      calls.push(key);
      now += seconds * 1000;
      return Promise.resolve(outcome);
    };
    outcomes.push(await askOnce(key, ask, { hung, clock }));
  }
  return { calls, outcomes, now };
}

describe("run/task/hung-service", () => {
  it("does not ask a service again that did not answer in time, and says so", async () => {
    const question = ["druid", 60, bad(FAULT)] as const;
    const { calls, outcomes, now } = await asked([question, question, question]);
    expect(calls).to.deep.equal(["druid"]);
    expect(now).to.equal(60_000);
    expect(outcomes.map((outcome) => (outcome.ok ? "" : outcome.faults[0].code))).to.deep.equal(
      Array(3).fill(FAULT.code),
    );
    const [, second] = outcomes;
    expect(second && !second.ok && second.faults[0].details?.join()).to.contain("this check does not ask it again");
  });

  it("asks again after an answer, however slow, after a quick failure, and other services", async () => {
    const { calls } = await asked([
      ["slow", 60, good("x")],
      ["slow", 60, good("x")],
      ["refused", 1, bad(FAULT)],
      ["refused", 1, bad(FAULT)],
      ["hung", 10, bad(FAULT)],
      ["other", 0, good("x")],
      ["hung", 10, good("x")],
    ]);
    expect(calls).to.deep.equal(["slow", "slow", "refused", "refused", "hung", "other"]);
  });
});
