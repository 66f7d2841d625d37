import { expect } from "chai";
import { bad, good, type Fault, type Outcome } from "../../../../src/errors/fault.ts";
import { askOnce, isHung, peerText, type HungServices } from "../../../../src/run/task/waits/hung-service.ts";

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
    outcomes.push(await askOnce({ name: "Druid", address: key }, ask, { hung, clock }));
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
      // A single Kafka broker has 5 s for an answer.
      ["hung", 5, bad(FAULT)],
      ["other", 0, good("x")],
      ["hung", 5, good("x")],
    ]);
    expect(calls).to.deep.equal(["slow", "slow", "refused", "refused", "hung", "other"]);
  });

  it("does not ask a hung service again whose fault is the state that a module observed", async () => {
    const { calls, outcomes } = await asked([
      ["kafka", 5, good(bad(FAULT))],
      ["kafka", 5, good(bad(FAULT))],
      ["kafka", 5, good(bad(FAULT))],
    ]);
    expect(calls).to.deep.equal(["kafka"]);
    expect(outcomes.map(({ ok }) => ok)).to.deep.equal([true, false, false]);
  });

  it("recognizes the faults of a hung service, which further tries in check mode would only repeat", () => {
    const hung: HungServices = new Map([["druid", FAULT]]);
    expect(isHung({ ...FAULT, details: ["known"] }, hung)).to.equal(true);
    expect(isHung({ ...FAULT, message: "Another." }, hung)).to.equal(false);
    expect(isHung(FAULT, new Map())).to.equal(false);
  });

  it("names a service by its software, if that is known, and its address", () => {
    expect(peerText({ name: "Druid", address: "http://10.0.0.1:8808" })).to.equal("Druid at http://10.0.0.1:8808");
    expect(peerText({ address: "http://10.0.0.1:9000" })).to.equal("http://10.0.0.1:9000");
  });
});
