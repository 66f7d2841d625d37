import { expect } from "chai";
import { good } from "../../src/errors/fault.ts";
import { isNonEmpty } from "../../src/model/non-empty.ts";
import { druid_tasks } from "../../src/modules/druid_tasks.ts";

if (druid_tasks.kind !== "service") throw new Error("druid_tasks is a service module");
const module = druid_tasks;

const WORKER = "http://b:8091";
const full = (args: object = {}) => ({ url: "http://a:1", worker: WORKER, restarted: false, ...args }) as never;
const decide = (lost: readonly string[], args?: object) =>
  module.decide(full(args), { lost }, { get: () => undefined, any: () => false });

describe("modules/druid_tasks", () => {
  it("has nothing to do where the worker has all that it is said to run", () => {
    expect(decide([])).to.deep.equal({ changes: [], result: { worker: WORKER, lost: [] } });
  });

  it("names each task that is lost", () => {
    const { changes, result } = decide(["one", "two"]);
    expect(changes.map(({ summary }) => summary)).to.deep.equal(["end the lost task one", "end the lost task two"]);
    expect(result).to.deep.equal({ worker: WORKER, lost: ["one", "two"] });
  });

  it("cannot tell beforehand what a worker loses that is to be started again", () => {
    expect(decide([], { restarted: true }).unpredictable).to.contain(WORKER);
  });

  it("ends every one of them", async () => {
    const ended: string[] = [];
    const writer = { endTask: (id: string) => Promise.resolve(good(void ended.push(id))) };
    const { changes } = decide(["one", "two"]);
    if (!isNonEmpty(changes)) throw new Error("nothing to apply");
    await module.apply(full(), changes, writer, { lost: ["one", "two"] });
    expect(ended).to.deep.equal(["one", "two"]);
  });
});
