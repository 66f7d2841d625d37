import { expect } from "chai";
import { isNonEmpty } from "../../src/model/non-empty.ts";
import { druid_tasks } from "../../src/modules/druid_tasks.ts";
import type { DruidWriter } from "../../src/services/druid/model.ts";
import { recordingClient } from "./lib/fake-client.ts";
import type { SomeArgs } from "./lib/module-types.ts";

const WORKER = "http://b:8091";
const full = (args: SomeArgs<typeof druid_tasks> = {}) => ({
  url: "http://a:1",
  user: "",
  password: "",
  worker: WORKER,
  restarted: false,
  ...args,
});
const decide = (lost: readonly string[], args?: SomeArgs<typeof druid_tasks>) =>
  druid_tasks.decide(full(args), { lost }, { get: () => undefined, any: () => false });

describe("modules/druid_tasks", () => {
  it("changes nothing if the worker has all of its tasks", () => {
    expect(decide([])).to.deep.equal({ changes: [], result: { worker: WORKER, lost: [] } });
  });

  it("names each lost task", () => {
    const { changes, result } = decide(["one", "two"]);
    expect(changes.map(({ summary }) => summary)).to.deep.equal(["end the lost task one", "end the lost task two"]);
    expect(result).to.deep.equal({ worker: WORKER, lost: ["one", "two"] });
  });

  it("predicts nothing for a worker that will be restarted", () => {
    expect(decide([], { restarted: true }).unpredictable).to.contain(WORKER);
  });

  it("ends every lost task", async () => {
    const { calls, client: writer } = recordingClient<DruidWriter>(["endTask"]);
    const { changes } = decide(["one", "two"]);
    if (!isNonEmpty(changes)) throw new Error("nothing to apply");
    await druid_tasks.apply(full(), changes, writer, { lost: ["one", "two"] });
    expect(calls).to.deep.equal([
      ["endTask", "one"],
      ["endTask", "two"],
    ]);
  });
});
