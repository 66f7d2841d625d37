import { expect } from "chai";
import { druid_check } from "../../../src/modules/druid_check/druid_check.ts";
import { good } from "../../../src/errors/fault.ts";
import type { DruidReader } from "../../../src/services/druid/model.ts";
import { fakeClient } from "../lib/fake-client.ts";

async function stateWith(lost: readonly string[]) {
  const reader = fakeClient<DruidReader>({
    lostTasks: (worker) => Promise.resolve(good(worker === undefined ? lost : [])),
  });
  const state = await druid_check.probe(argsWith(0), reader);
  if (!state.ok) throw new Error("the probe returns its fault as a value");
  return state.value;
}

const argsWith = (wait: number) => ({ url: "http://a:1", user: "", password: "", wait });
const none = { get: () => undefined, any: () => false };

describe("modules/druid_check", () => {
  it("names the tasks that are on no worker", async () => {
    const messages = [["a"], ["a", "b"]].map(
      async (lost) => druid_check.decide(argsWith(0), await stateWith(lost), none).fault?.message,
    );
    expect(await Promise.all(messages)).to.deep.equal([
      "The task a is on no worker.",
      "The tasks a, b are on no worker.",
    ]);
  });

  it("waits until they are replaced", async () => {
    const settle = druid_check.settle;
    expect(settle?.timeout(argsWith(120))).to.equal(120);
    expect(settle?.check(argsWith(120), await stateWith(["a"]))).to.deep.equal({
      is: "waiting",
      for: "the requirement: The task a is on no worker",
    });
    expect(settle?.check(argsWith(120), await stateWith([]))).to.deep.equal({ is: "settled" });
  });

  it("returns an empty list if every task is on a worker", async () => {
    expect(druid_check.decide(argsWith(0), await stateWith([]), none)).to.deep.equal({
      changes: [],
      result: { lost: [] },
    });
  });
});
