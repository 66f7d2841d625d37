import { expect } from "chai";
import { flinkFault } from "../../../src/errors/catalogue/services/flink.ts";
import { httpFault } from "../../../src/errors/catalogue/services/http.ts";
import { bad, good } from "../../../src/errors/fault.ts";
import { isNonEmpty } from "../../../src/model/non-empty.ts";
import type { Value } from "../../../src/model/value.ts";
import { contentOfBytes } from "../../../src/module/content.ts";
import type { Decision } from "../../../src/module/contract.ts";
import { flink_job } from "../../../src/modules/flink_job/flink_job.ts";
import type { FlinkJobState } from "../../../src/modules/flink_job/state.ts";
import { digestOf, idOfRun } from "../../../src/modules/flink_job/run.ts";
import type { FlinkJobDetail, FlinkReader, FlinkRun, FlinkWriter } from "../../../src/services/flink/model.ts";
import { fakeClient } from "../lib/fake-client.ts";
import type { SomeArgs } from "../lib/module-types.ts";
import { NOTHING_PREDICTED } from "../lib/target.ts";

type Args = SomeArgs<typeof flink_job>;

const open = (text: string) => contentOfBytes(Buffer.from(text, "latin1"), "t.jar").open();
const jar = {
  label: "t.jar",
  size: 3,
  sha256: "0123456789abcdef".repeat(4),
  open: () => open("PK\u0003\u0004 META-INF/MANIFEST.MF"),
};
const withoutJar = {
  url: "http://a:1",
  name: "t",
  state: "running",
  parallelism: 2,
  allow_non_restored_state: false,
  timeout: 9,
} as const;
const full = (args: Args) => ({ ...withoutJar, jar, ...args });

const same: FlinkRun = { jar: "t-0123456789ab.jar", args: [], parallelism: 2 };
const before: FlinkRun = { jar: "t-ffffffffffff.jar", args: ["--a", "1"], parallelism: 2 };
const idle = {
  enabled: true,
  kept: true,
  completed: 3,
  failed: 0,
  newest: undefined,
  stopped: false,
  restored: undefined,
};

function job(run: FlinkRun | undefined, state = "RUNNING", more: Partial<FlinkJobDetail> = {}): FlinkJobDetail {
  const id = run ? `${idOfRun("t", run)}000000000001` : "f".repeat(32);
  const tasks = { running: 3, finished: 0, total: 3 };
  return { id, name: "t", state, started: 1, ended: -1, tasks, slots: 2, run, checkpoints: idle, ...more };
}

function withSnapshot(path: string, at: number, stopped = false) {
  return { checkpoints: { ...idle, newest: { path, at, savepoint: stopped }, stopped } };
}

function state(jobs: readonly FlinkJobDetail[], more: Partial<FlinkJobState> = {}): FlinkJobState {
  const overview = { version: "2.3.0", taskManagers: 1, slots: 4, free: 2 };
  return { overview, jobs, jars: [{ id: "u-old", name: before.jar }], found: undefined, problem: [], ...more };
}

function decide(args: Args, observed: FlinkJobState, future?: Value): Decision {
  return flink_job.decide(full(args), observed, { get: () => future, any: () => false });
}

const summaries = (decision: Decision) => decision.changes.map(({ summary }) => summary);

describe("modules/flink_job", () => {
  describe("decide", () => {
    it("leaves a job alone that runs the desired jar with the desired arguments", () => {
      const { changes, result } = decide({}, state([job(same)]));
      expect(changes).to.deep.equal([]);
      expect(result).to.include({ name: "t", state: "running", jar: same.jar, slots: 2 });
    });

    it("trusts the id rather than parameters, which the job may hide", () => {
      expect(decide({}, state([{ ...job(same), run: undefined }])).changes).to.deep.equal([]);
    });

    for (const [title, args] of Object.entries({
      "other arguments": { args: { a: 2 } },
      "another parallelism": { parallelism: 3 },
      "another jar": { jar: { ...jar, sha256: "e".repeat(64) } },
      "another class": { entry_class: "x.Y" },
    })) {
      it(`replaces a job for ${title}`, () => {
        const decision = decide(args, state([job(same)], { jars: [{ id: "u", name: same.jar }] }));
        expect(summaries(decision)).to.deep.equal([
          "replace job t: stop it with a savepoint, start the new one from there",
        ]);
        expect(decision).not.to.have.property("warnings");
      });
    }

    it("replaces a job that was started by other means, and warns that it cannot be restored", () => {
      const decision = decide({}, state([job(undefined)]));
      expect(decision.changes[0]?.before).to.deep.equal({ jar: null, job_id: "f".repeat(32) });
      expect(decision.warnings?.[0]).to.contain("cannot be restored");
    });

    const starts: [string, readonly FlinkJobDetail[], Args, string][] = [
      ["nothing", [], {}, "start job t"],
      ["nothing, from the named state", [], { restore_from: "s3://x" }, "start job t from s3://x"],
      ["a failed one", [job(same, "FAILED", withSnapshot("chk-3", 3))], {}, "start job t, which is FAILED, from chk-3"],
      [
        "a stopped one",
        [job(same, "FINISHED", withSnapshot("sp", 3, true))],
        {},
        "start job t, which is FINISHED, from sp",
      ],
      [
        "a failed attempt after a good one",
        [job(same, "FAILED"), job(before, "FINISHED", withSnapshot("sp", 3, true))],
        {},
        "start job t, which is FAILED, from sp",
      ],
      [
        "two with state, the later one's",
        [job(before, "CANCELED", withSnapshot("chk-1", 1)), job(before, "FAILED", withSnapshot("chk-8", 8))],
        { restore_from: "s3://x" },
        "start job t, which is CANCELED, from chk-8",
      ],
    ];
    for (const [title, jobs, args, summary] of starts) {
      it(`starts after ${title}`, () => expect(summaries(decide(args, state(jobs)))).to.deep.equal([summary]));
    }

    it("starts from the state in the store", () => {
      const decision = decide({}, state([], { found: "s3://b/chk-4" }));
      expect(summaries(decision)).to.deep.equal(["start job t from s3://b/chk-4"]);
      expect(decision).not.to.have.property("warnings");
    });

    it("warns if a job that ran before starts without its state", () => {
      expect(decide({}, state([])).warnings?.[0]).to.contain("no record of the job");
      expect(decide({}, state([job(same, "FAILED")])).warnings?.[0]).to.contain("none of its checkpoints is left");
      expect(decide({}, state([], { jars: [] }))).not.to.have.property("warnings");
    });

    it("leaves a job alone that has done all its work", () => {
      expect(decide({}, state([job(same, "FINISHED")])).changes).to.deep.equal([]);
    });

    it("stops and cancels only a running job", () => {
      expect(summaries(decide({ state: "stopped" }, state([job(same)])))).to.deep.equal([
        "stop job t with a savepoint",
      ]);
      expect(summaries(decide({ state: "cancelled" }, state([job(same)])))).to.deep.equal(["cancel job t"]);
      expect(decide({ state: "stopped" }, state([job(same, "FAILED")])).changes).to.deep.equal([]);
      expect(decide({ state: "cancelled" }, state([])).result).to.include({ state: "absent" });
    });

    const rejected: [string, Args, FlinkJobState, string][] = [
      ["two of one name", {}, state([job(same), job(before)]), "services/flink-twice"],
      ["more parallelism than slots", { parallelism: 5 }, state([job(same)]), "services/flink-slots"],
      [
        "slots that a job does not hold yet",
        { parallelism: 3 },
        state([job(before, "RESTARTING")]),
        "services/flink-slots",
      ],
      ["arguments in one string", { args: "--a b" }, state([]), "services/flink-arguments"],
    ];
    for (const [title, args, observed, code] of rejected) {
      it(`rejects ${title}`, () => {
        const { fault, changes } = decide(args, observed);
        expect(fault?.code).to.equal(code);
        expect(changes).to.deep.equal([]);
      });
    }

    it("rejects a running job without a jar", () => {
      const { fault, changes } = flink_job.decide(withoutJar, state([]), NOTHING_PREDICTED);
      expect(fault?.code).to.equal("services/flink-no-jar");
      expect(changes).to.deep.equal([]);
    });

    it("compares with the prediction of an earlier task in check mode", () => {
      expect(decide({}, state([]), { digest: digestOf(same) }).changes).to.deep.equal([]);
      expect(decide({}, state([]), { digest: digestOf(before) }).unpredictable).to.be.a("string");
      expect(decide({ state: "stopped" }, state([job(same)]), null).changes).to.deep.equal([]);
    });
  });

  /** A fake Flink that records the calls; `watch` returns the given jobs one after the other. */
  function flink(jobs: readonly FlinkJobDetail[], more: Partial<FlinkWriter> = {}) {
    const calls: string[] = [];
    const watched = [...jobs];
    const record = <T>(text: string, value: T) => {
      calls.push(text);
      return Promise.resolve(good(value));
    };
    const writer = fakeClient<FlinkWriter>({
      jobs: () => Promise.resolve(good([])),
      upload: (name: string) => record(`upload ${name}`, "u-new"),
      deleteJar: (id: string) => record(`delete ${id}`, undefined),
      plan: (id: string) => record(`plan ${id}`, { name: "t", parallelism: 2 }),
      start: (id, start) =>
        record(`start ${id} ${start.run.args.join(" ")} from ${start.from ?? "nothing"}`, undefined),
      stop: (id: string) => record(`stop ${id}`, "sp"),
      cancel: (id: string) => record(`cancel ${id}`, undefined),
      watch: () => Promise.resolve(good(watched.shift() ?? job(undefined))),
      problem: () => Promise.resolve(["RuntimeException: crash"]),
      newId: (key: string) => `${key}000000000002`,
      ...more,
    });
    return { calls, writer };
  }

  async function apply(observed: FlinkJobState, { writer }: ReturnType<typeof flink>, args: Args = {}) {
    const { changes } = decide(args, observed);
    if (!isNonEmpty(changes)) throw new Error("nothing to apply");
    const outcome = await flink_job.apply(full(args), changes, writer, observed);
    return outcome.ok ? { value: outcome.value, fault: undefined } : { value: {}, fault: outcome.faults[0] };
  }

  describe("replacement", () => {
    const old = job(before);

    it("stops the old job only after the new one's plan, and deletes the old jar only after the new job works", async () => {
      const fake = flink([job(same)]);
      const { value } = await apply(state([old]), fake);
      expect(fake.calls).to.deep.equal([
        "upload t-0123456789ab.jar",
        "plan u-new",
        `stop ${old.id}`,
        "start u-new  from sp",
        "delete u-old",
      ]);
      expect(value).to.include({ restored_from: "sp", state: "running" });
    });

    it("uploads nothing if Flink has the jar", async () => {
      const fake = flink([job(same)]);
      await apply(state([old], { jars: [{ id: "u-there", name: same.jar }] }), fake);
      expect(fake.calls[0]).to.equal("plan u-there");
    });

    const unsuitable: [string, Partial<FlinkWriter>, string][] = [
      [
        "a jar without a plan",
        { plan: () => Promise.resolve(bad(flinkFault("services/flink-refused", { what: "x", reason: "no main" }))) },
        "services/flink-not-a-job",
      ],
      ["another name", { plan: () => Promise.resolve(good({ name: "u", parallelism: 1 })) }, "services/flink-name"],
      [
        "a plan with too many slots",
        { plan: () => Promise.resolve(good({ name: "t", parallelism: 9 })) },
        "services/flink-slots",
      ],
    ];
    for (const [title, more, code] of unsuitable) {
      it(`stops nothing for ${title}, and deletes the new jar`, async () => {
        const fake = flink([], more);
        expect((await apply(state([old]), fake)).fault?.code).to.equal(code);
        expect(fake.calls).to.deep.equal(["upload t-0123456789ab.jar", "delete u-new"]);
      });
    }

    it("starts nothing if the savepoint fails", async () => {
      const stop = () => Promise.resolve(bad(flinkFault("services/flink-refused", { what: "stop", reason: "full" })));
      const fake = flink([], { stop });
      expect((await apply(state([old]), fake)).fault?.message).to.contain("full");
      expect(fake.calls).to.deep.equal(["upload t-0123456789ab.jar", "plan u-new"]);
    });

    it("rolls back to the old jar and its arguments if the new job fails", async () => {
      const fake = flink([job(same, "FAILED"), old]);
      const { fault } = await apply(state([old]), fake);
      expect(fault?.code).to.equal("services/flink-rolled-back");
      expect(fault?.details).to.deep.equal(["RuntimeException: crash"]);
      expect(fake.calls.slice(2)).to.deep.equal([
        `stop ${old.id}`,
        "start u-new  from sp",
        "start u-old --a 1 from sp",
        "delete u-new",
      ]);
    });

    it("cancels a new job that restarts forever before it rolls back, so that two never run", async () => {
      const fresh = job(same, "RESTARTING");
      const fake = flink([fresh, old]);
      await apply(state([old]), fake);
      const [cancelled, back] = [`cancel ${fresh.id}`, "start u-old --a 1 from sp"].map((call) =>
        fake.calls.indexOf(call),
      );
      expect(cancelled).to.be.greaterThan(-1);
      expect(back).to.be.greaterThan(cancelled ?? 0);
    });

    it("reports where the state is if it cannot roll back", async () => {
      const fake = flink([job(same, "FAILED")]);
      const { fault } = await apply(state([old], { jars: [] }), fake);
      expect(fault?.code).to.equal("services/flink-no-way-back");
      expect(fault?.hint).to.contain("starts from sp");
    });

    it("cancels a job that cannot be stopped, and continues from its newest checkpoint", async () => {
      const unhealthy = job(before, "RESTARTING", withSnapshot("chk-1", 1));
      const fake = flink([job(before, "CANCELED", withSnapshot("chk-2", 2)), job(same)]);
      await apply(state([unhealthy]), fake);
      expect(fake.calls.slice(2, 4)).to.deep.equal([`cancel ${unhealthy.id}`, "start u-new  from chk-2"]);
    });

    it("cancels nothing if that would lose the state", async () => {
      const unhealthy = job(before, "RESTARTING", { checkpoints: { ...idle, kept: false } });
      const fake = flink([]);
      expect((await apply(state([unhealthy]), fake)).fault?.code).to.equal("services/flink-state-lost");
      expect(fake.calls.some((call) => call.startsWith("cancel"))).to.equal(false);
    });

    it("starts nothing if another copy has appeared in the meantime", async () => {
      const fake = flink([job(same)], { jobs: () => Promise.resolve(good([job(same)])) });
      expect((await apply(state([]), fake)).fault?.message).to.contain("2 jobs are named t");
      expect(fake.calls.some((call) => call.startsWith("start"))).to.equal(false);
    });
  });

  it("accepts a start whose answer was lost if the job exists", async () => {
    const lost = () => Promise.resolve(bad(httpFault("services/http-lost", { url: "x", reason: "reset" })));
    const { fault, value } = await apply(state([]), flink([job(same)], { start: lost }));
    expect(fault).to.equal(undefined);
    expect(value).to.include({ state: "running" });
  });

  it("stops with a savepoint and returns its path", async () => {
    const { value } = await apply(state([job(same)]), flink([]), { state: "stopped" });
    expect(value).to.include({ state: "stopped", checkpoint: "sp" });
  });

  describe("settle", () => {
    const check = (args: Args, jobs: readonly FlinkJobDetail[]) => flink_job.settle?.check(full(args), state(jobs));

    it("waits for state, tasks and a checkpoint", () => {
      expect(check({}, [job(same)])).to.deep.equal({ is: "settled" });
      const waits = [
        job(same, "RESTARTING"),
        job(same, "RUNNING", { tasks: { running: 1, finished: 1, total: 3 } }),
        job(same, "RUNNING", { checkpoints: { ...idle, completed: 0 } }),
      ];
      expect(waits.map((one) => check({}, [one])?.is)).to.deep.equal(["waiting", "waiting", "waiting"]);
      expect(
        check({}, [job(same, "RUNNING", { checkpoints: { ...idle, enabled: false, completed: 0 } })]),
      ).to.have.property("is", "settled");
    });

    it("fails if the job has failed, and reports why", () => {
      const failed = flink_job.settle?.check(full({}), state([job(same, "FAILED")], { problem: ["Exception: crash"] }));
      expect(failed).to.have.nested.property("fault.code", "services/flink-failed");
      expect(failed).to.have.deep.nested.property("fault.details", ["Exception: crash"]);
    });

    it("waits until a stopped job has ended", () => {
      expect(check({ state: "stopped" }, [job(same)])?.is).to.equal("waiting");
      expect(check({ state: "cancelled" }, [job(same, "CANCELED")])?.is).to.equal("settled");
    });
  });

  describe("probe", () => {
    const reader = (jobs: readonly FlinkJobDetail[], asked: string[] = []) =>
      fakeClient<FlinkReader>({
        overview: () => Promise.resolve(good(state([]).overview)),
        jobs: () => Promise.resolve(good(jobs)),
        job: (one) => Promise.resolve(good({ ...job(same), ...one })),
        problem: (id: string) => Promise.resolve([`problem of ${id}`]),
        jars: () => Promise.resolve(good([])),
        find: (prefix: string) => {
          asked.push(prefix);
          return Promise.resolve(good("s3://b/chk"));
        },
      });

    it("reads only jobs of that name", async () => {
      const other = { ...job(same), name: "u" };
      const probed = await flink_job.probe(full({}), reader([other, job(same)]));
      expect(probed.ok && probed.value.jobs.map(({ name }) => name)).to.deep.equal(["t"]);
    });

    it("rejects a file that is not a jar", async () => {
      const probeFile = (text: string) =>
        flink_job.probe(full({ jar: { ...jar, open: () => open(text) } }), reader([]));
      for (const text of ["not a jar", "PK\u0003\u0004 NOTE"]) {
        const probed = await probeFile(text);
        expect(probed.ok ? "" : probed.faults[0].code).to.equal("services/flink-not-a-job");
      }
    });

    it("reads why a failed job failed", async () => {
      const failed = job(same, "FAILED");
      const probed = await flink_job.probe(full({}), reader([failed]));
      expect(probed.ok && probed.value.problem).to.deep.equal([`problem of ${failed.id}`]);
      const well = await flink_job.probe(full({}), reader([job(same)]));
      expect(well.ok && well.value.problem).to.deep.equal([]);
    });

    it("searches the store only if no other state is known", async () => {
      const asked: string[] = [];
      await flink_job.probe(full({}), reader([job(same)], asked));
      await flink_job.probe(full({}), reader([job(same, "FAILED", withSnapshot("chk", 1))], asked));
      await flink_job.probe(full({ restore_from: "x" }), reader([], asked));
      await flink_job.probe(full({ state: "stopped" }), reader([], asked));
      expect(asked).to.deep.equal([]);
      const probed = await flink_job.probe(full({}), reader([], asked));
      expect(probed.ok && probed.value.found).to.equal("s3://b/chk");
      expect(asked[0]).to.match(/^[0-9a-f]{8}$/);
    });
  });
});
