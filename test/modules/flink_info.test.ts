import { expect } from "chai";
import { httpFault } from "../../src/errors/catalogue/services/http.ts";
import { bad, good } from "../../src/errors/fault.ts";
import { findUnknown } from "../../src/model/value.ts";
import { flink_info } from "../../src/modules/flink_info.ts";
import type { FlinkJobDetail, FlinkReader } from "../../src/services/flink/model.ts";
import { fakeClient } from "./lib/fake-client.ts";
import type { SomeArgs } from "./lib/module-types.ts";

type Args = SomeArgs<typeof flink_info>;

const full = (args: Args) => ({ url: "http://a:1", ended: false, wait: 0, ...args });
const overview = { version: "2.3.0", taskManagers: 1, slots: 3, free: 1 };
const checkpoints = {
  enabled: true,
  kept: true,
  completed: 4,
  failed: 1,
  newest: { path: "chk-4", at: 7, savepoint: false },
  stopped: false,
  restored: undefined,
};
const job = (name: string, state: string): FlinkJobDetail => ({
  id: `${name}-id`,
  name,
  state,
  started: 1,
  ended: -1,
  tasks: { running: 3, finished: 0, total: 3 },
  slots: 3,
  run: undefined,
  checkpoints,
});
const cluster: Partial<FlinkReader> = {
  overview: () => Promise.resolve(good(overview)),
  jobs: () => Promise.resolve(good([job("a", "RUNNING"), job("b", "FAILED"), job("c", "RUNNING")])),
  job: ({ name, state }) => Promise.resolve(good(job(name, state))),
  restarts: () => Promise.resolve(good(2)),
};
const unreachable = bad(httpFault("services/http-unreachable", { url: "x", reason: "refused" }, { missing: true }));

async function observe(args: Args, methods: Partial<FlinkReader> = {}) {
  const state = await flink_info.probe(full(args), fakeClient({ ...cluster, ...methods }));
  if (!state.ok) throw new Error("the probe returns its fault as a value");
  const decision = flink_info.decide(full(args), state.value, { get: () => undefined, any: () => false });
  return { ...decision, settled: flink_info.settle?.check(full(args), state.value) };
}

describe("modules/flink_info", () => {
  it("describes the cluster and its running jobs", async () => {
    const { changes, result } = await observe({ name: "a" });
    expect(changes).to.deep.equal([]);
    expect(result).to.deep.equal({
      version: "2.3.0",
      task_managers: 1,
      slots: 3,
      free_slots: 1,
      jobs: [
        {
          id: "a-id",
          name: "a",
          state: "RUNNING",
          tasks: 3,
          tasks_running: 3,
          checkpoints: 4,
          checkpoints_failed: 1,
          checkpoint: "chk-4",
          checkpoint_at: 7,
          restarts: 2,
        },
      ],
    });
  });

  it("describes ended jobs only on request", async () => {
    expect((await observe({})).result["jobs"]).to.have.lengthOf(2);
    expect((await observe({ ended: true })).result["jobs"]).to.have.lengthOf(3);
  });

  it("fails at once without time to wait", async () => {
    const { fault, settled } = await observe({ slots: 4 });
    expect(fault?.message).to.contain("3 slots, expected at least");
    expect(settled?.is).to.equal("failed");
    expect((await observe({ task_managers: 2 })).fault?.code).to.equal("services/flink-too-small");
  });

  it("waits for missing slots, and for Flink itself", async () => {
    const few = await observe({ slots: 4, wait: 5 });
    expect(few.settled?.is).to.equal("waiting");
    expect(few.unpredictable).to.be.a("string");
    expect(findUnknown(few.result)).not.to.equal(undefined);
    const down = { overview: () => Promise.resolve(unreachable) };
    expect((await observe({ wait: 5 }, down)).settled?.is).to.equal("waiting");
    expect((await observe({}, down)).fault?.code).to.equal("services/http-unreachable");
  });

  it("is settled if all requirements are met", async () => {
    expect((await observe({ slots: 3, task_managers: 1, wait: 5 })).settled).to.deep.equal({ is: "settled" });
  });
});
