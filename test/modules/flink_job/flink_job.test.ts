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

function left(path: string, at: number, stopped = false) {
  return { checkpoints: { ...idle, newest: { path, at, savepoint: stopped }, stopped } };
}

function state(jobs: readonly FlinkJobDetail[], more: Partial<FlinkJobState> = {}): FlinkJobState {
  const overview = { version: "2.3.0", taskManagers: 1, slots: 4, free: 2 };
  return { overview, jobs, jars: [{ id: "u-old", name: before.jar }], found: undefined, problem: [], ...more };
}

function decide(args: Args, seen: FlinkJobState, foreseen?: Value): Decision {
  return flink_job.decide(full(args), seen, { get: () => foreseen, any: () => false });
}

const summaries = (decision: Decision) => decision.changes.map(({ summary }) => summary);

describe("modules/flink_job", () => {
  describe("decides", () => {
    it("to leave a job alone that runs the wanted jar with the wanted arguments", () => {
      const { changes, result } = decide({}, state([job(same)]));
      expect(changes).to.deep.equal([]);
      expect(result).to.include({ name: "t", state: "running", jar: same.jar, slots: 2 });
    });

    it("to trust the id, not parameters that the job may have hidden", () => {
      expect(decide({}, state([{ ...job(same), run: undefined }])).changes).to.deep.equal([]);
    });

    for (const [title, args] of Object.entries({
      "other arguments": { args: { a: 2 } },
      "another parallelism": { parallelism: 3 },
      "another jar": { jar: { ...jar, sha256: "e".repeat(64) } },
      "another class": { entry_class: "x.Y" },
    })) {
      it(`to replace a job for ${title}`, () => {
        const decision = decide(args, state([job(same)], { jars: [{ id: "u", name: same.jar }] }));
        expect(summaries(decision)).to.deep.equal([
          "replace job t: stop it with a savepoint, start the new one from there",
        ]);
        expect(decision).not.to.have.property("warnings");
      });
    }

    it("to replace a job that somebody else has started, and to warn that there is no way back", () => {
      const decision = decide({}, state([job(undefined)]));
      expect(decision.changes[0]?.before).to.deep.equal({ jar: null, job_id: "f".repeat(32) });
      expect(decision.warnings?.[0]).to.contain("cannot be restored");
    });

    const starts: [string, readonly FlinkJobDetail[], Args, string][] = [
      ["nothing", [], {}, "start job t"],
      ["nothing, from the named state", [], { restore_from: "s3://x" }, "start job t from s3://x"],
      ["a failed one", [job(same, "FAILED", left("chk-3", 3))], {}, "start job t, which is FAILED, from chk-3"],
      ["a stopped one", [job(same, "FINISHED", left("sp", 3, true))], {}, "start job t, which is FINISHED, from sp"],
      [
        "a failed attempt after a good one",
        [job(same, "FAILED"), job(before, "FINISHED", left("sp", 3, true))],
        {},
        "start job t, which is FAILED, from sp",
      ],
      [
        "two with state, the later one's",
        [job(before, "CANCELED", left("chk-1", 1)), job(before, "FAILED", left("chk-8", 8))],
        { restore_from: "s3://x" },
        "start job t, which is CANCELED, from chk-8",
      ],
    ];
    for (const [title, jobs, args, summary] of starts) {
      it(`to start after ${title}`, () => expect(summaries(decide(args, state(jobs)))).to.deep.equal([summary]));
    }

    it("to start from what lies in the store", () => {
      const decision = decide({}, state([], { found: "s3://b/chk-4" }));
      expect(summaries(decision)).to.deep.equal(["start job t from s3://b/chk-4"]);
      expect(decision).not.to.have.property("warnings");
    });

    it("to warn where a job begins anew that has been there", () => {
      expect(decide({}, state([])).warnings?.[0]).to.contain("no record of the job");
      expect(decide({}, state([job(same, "FAILED")])).warnings?.[0]).to.contain("none of its checkpoints is left");
      expect(decide({}, state([], { jars: [] }))).not.to.have.property("warnings");
    });

    it("to leave a job alone that came to its own end", () => {
      expect(decide({}, state([job(same, "FINISHED")])).changes).to.deep.equal([]);
    });

    it("to stop and cancel only what runs", () => {
      expect(summaries(decide({ state: "stopped" }, state([job(same)])))).to.deep.equal([
        "stop job t with a savepoint",
      ]);
      expect(summaries(decide({ state: "cancelled" }, state([job(same)])))).to.deep.equal(["cancel job t"]);
      expect(decide({ state: "stopped" }, state([job(same, "FAILED")])).changes).to.deep.equal([]);
      expect(decide({ state: "cancelled" }, state([])).result).to.include({ state: "absent" });
    });

    const refused: [string, Args, FlinkJobState, string][] = [
      ["two of one name", {}, state([job(same), job(before)]), "services/flink-twice"],
      ["more parallelism than slots", { parallelism: 5 }, state([job(same)]), "services/flink-slots"],
      [
        "slots that a job does not hold yet",
        { parallelism: 3 },
        state([job(before, "RESTARTING")]),
        "services/flink-slots",
      ],
      ["arguments in one text", { args: "--a b" }, state([]), "services/flink-arguments"],
    ];
    for (const [title, args, seen, code] of refused) {
      it(`to refuse ${title}`, () => {
        const { fault, changes } = decide(args, seen);
        expect(fault?.code).to.equal(code);
        expect(changes).to.deep.equal([]);
      });
    }

    it("to refuse to run without a jar", () => {
      const { fault, changes } = flink_job.decide(withoutJar, state([]), NOTHING_PREDICTED);
      expect(fault?.code).to.equal("services/flink-no-jar");
      expect(changes).to.deep.equal([]);
    });

    it("in check mode after an earlier task", () => {
      expect(decide({}, state([]), { digest: digestOf(same) }).changes).to.deep.equal([]);
      expect(decide({}, state([]), { digest: digestOf(before) }).unpredictable).to.be.a("string");
      expect(decide({ state: "stopped" }, state([job(same)]), null).changes).to.deep.equal([]);
    });
  });

  /** A Flink that notes what is done; what it is asked of jobs it answers from lists, one after the other. */
  function flink(jobs: readonly FlinkJobDetail[], more: Partial<FlinkWriter> = {}) {
    const calls: string[] = [];
    const seen = [...jobs];
    const note = <T>(text: string, value: T) => {
      calls.push(text);
      return Promise.resolve(good(value));
    };
    const writer = fakeClient<FlinkWriter>({
      jobs: () => Promise.resolve(good([])),
      upload: (name: string) => note(`upload ${name}`, "u-new"),
      deleteJar: (id: string) => note(`delete ${id}`, undefined),
      plan: (id: string) => note(`plan ${id}`, { name: "t", parallelism: 2 }),
      start: (id, start) => note(`start ${id} ${start.run.args.join(" ")} from ${start.from ?? "nothing"}`, undefined),
      stop: (id: string) => note(`stop ${id}`, "sp"),
      cancel: (id: string) => note(`cancel ${id}`, undefined),
      watch: () => Promise.resolve(good(seen.shift() ?? job(undefined))),
      problem: () => Promise.resolve(["RuntimeException: crash"]),
      newId: (key: string) => `${key}000000000002`,
      ...more,
    });
    return { calls, writer };
  }

  async function apply(seen: FlinkJobState, { writer }: ReturnType<typeof flink>, args: Args = {}) {
    const { changes } = decide(args, seen);
    if (!isNonEmpty(changes)) throw new Error("nothing to apply");
    const outcome = await flink_job.apply(full(args), changes, writer, seen);
    return outcome.ok ? { value: outcome.value, fault: undefined } : { value: {}, fault: outcome.faults[0] };
  }

  describe("replaces", () => {
    const old = job(before);

    it("a job only after the new one's plan, and drops the old jar only after the new one works", async () => {
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

    it("without an upload where Flink has the jar", async () => {
      const fake = flink([job(same)]);
      await apply(state([old], { jars: [{ id: "u-there", name: same.jar }] }), fake);
      expect(fake.calls[0]).to.equal("plan u-there");
    });

    const misfits: [string, Partial<FlinkWriter>, string][] = [
      [
        "no plan",
        { plan: () => Promise.resolve(bad(flinkFault("services/flink-refused", { what: "x", reason: "no main" }))) },
        "services/flink-not-a-job",
      ],
      ["another name", { plan: () => Promise.resolve(good({ name: "u", parallelism: 1 })) }, "services/flink-name"],
      ["too wide a plan", { plan: () => Promise.resolve(good({ name: "t", parallelism: 9 })) }, "services/flink-slots"],
    ];
    for (const [title, more, code] of misfits) {
      it(`nothing for ${title}, and takes the jar away again`, async () => {
        const fake = flink([], more);
        expect((await apply(state([old]), fake)).fault?.code).to.equal(code);
        expect(fake.calls).to.deep.equal(["upload t-0123456789ab.jar", "delete u-new"]);
      });
    }

    it("nothing where the savepoint fails", async () => {
      const stop = () => Promise.resolve(bad(flinkFault("services/flink-refused", { what: "stop", reason: "full" })));
      const fake = flink([], { stop });
      expect((await apply(state([old]), fake)).fault?.message).to.contain("full");
      expect(fake.calls).to.deep.equal(["upload t-0123456789ab.jar", "plan u-new"]);
    });

    it("and goes back to the old jar and its arguments where the new one fails", async () => {
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

    it("and ends a new one first that restarts for ever: never two", async () => {
      const fresh = job(same, "RESTARTING");
      const fake = flink([fresh, old]);
      await apply(state([old]), fake);
      const [cancelled, back] = [`cancel ${fresh.id}`, "start u-old --a 1 from sp"].map((call) =>
        fake.calls.indexOf(call),
      );
      expect(cancelled).to.be.greaterThan(-1);
      expect(back).to.be.greaterThan(cancelled ?? 0);
    });

    it("and says where the state is when there is no way back", async () => {
      const fake = flink([job(same, "FAILED")]);
      const { fault } = await apply(state([old], { jars: [] }), fake);
      expect(fault?.code).to.equal("services/flink-no-way-back");
      expect(fault?.hint).to.contain("starts from sp");
    });

    it("one that cannot be stopped by cancelling it, and goes on from its newest checkpoint", async () => {
      const ill = job(before, "RESTARTING", left("chk-1", 1));
      const fake = flink([job(before, "CANCELED", left("chk-2", 2)), job(same)]);
      await apply(state([ill]), fake);
      expect(fake.calls.slice(2, 4)).to.deep.equal([`cancel ${ill.id}`, "start u-new  from chk-2"]);
    });

    it("nothing where cancelling would lose the state", async () => {
      const ill = job(before, "RESTARTING", { checkpoints: { ...idle, kept: false } });
      const fake = flink([]);
      expect((await apply(state([ill]), fake)).fault?.code).to.equal("services/flink-state-lost");
      expect(fake.calls.some((call) => call.startsWith("cancel"))).to.equal(false);
    });

    it("nothing where another copy has appeared in the meantime", async () => {
      const fake = flink([job(same)], { jobs: () => Promise.resolve(good([job(same)])) });
      expect((await apply(state([]), fake)).fault?.message).to.contain("2 jobs are named t");
      expect(fake.calls.some((call) => call.startsWith("start"))).to.equal(false);
    });
  });

  it("takes a start whose answer was lost for done where the job is there", async () => {
    const lost = () => Promise.resolve(bad(httpFault("services/http-lost", { url: "x", reason: "reset" })));
    const { fault, value } = await apply(state([]), flink([job(same)], { start: lost }));
    expect(fault).to.equal(undefined);
    expect(value).to.include({ state: "running" });
  });

  it("stops with a savepoint and says where it is", async () => {
    const { value } = await apply(state([job(same)]), flink([]), { state: "stopped" });
    expect(value).to.include({ state: "stopped", checkpoint: "sp" });
  });

  describe("afterwards", () => {
    const look = (args: Args, jobs: readonly FlinkJobDetail[]) => flink_job.settle?.check(full(args), state(jobs));

    it("waits for state, tasks and a checkpoint", () => {
      expect(look({}, [job(same)])).to.deep.equal({ is: "settled" });
      const waits = [
        job(same, "RESTARTING"),
        job(same, "RUNNING", { tasks: { running: 1, finished: 1, total: 3 } }),
        job(same, "RUNNING", { checkpoints: { ...idle, completed: 0 } }),
      ];
      expect(waits.map((one) => look({}, [one])?.is)).to.deep.equal(["waiting", "waiting", "waiting"]);
      expect(
        look({}, [job(same, "RUNNING", { checkpoints: { ...idle, enabled: false, completed: 0 } })]),
      ).to.have.property("is", "settled");
    });

    it("fails at a job that has failed, and says over what", () => {
      const failed = flink_job.settle?.check(full({}), state([job(same, "FAILED")], { problem: ["Exception: crash"] }));
      expect(failed).to.have.nested.property("fault.code", "services/flink-failed");
      expect(failed).to.have.deep.nested.property("fault.details", ["Exception: crash"]);
    });

    it("waits for the end of a job that is to stop", () => {
      expect(look({ state: "stopped" }, [job(same)])?.is).to.equal("waiting");
      expect(look({ state: "cancelled" }, [job(same, "CANCELED")])?.is).to.equal("settled");
    });
  });

  describe("probes", () => {
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

    it("only jobs of the name", async () => {
      const other = { ...job(same), name: "u" };
      const seen = await flink_job.probe(full({}), reader([other, job(same)]));
      expect(seen.ok && seen.value.jobs.map(({ name }) => name)).to.deep.equal(["t"]);
    });

    it("nothing where the file is no jar", async () => {
      const none = (text: string) => flink_job.probe(full({ jar: { ...jar, open: () => open(text) } }), reader([]));
      for (const text of ["a text", "PK\u0003\u0004 NOTE"]) {
        const seen = await none(text);
        expect(seen.ok ? "" : seen.faults[0].code).to.equal("services/flink-not-a-job");
      }
    });

    it("what a failed job fell over", async () => {
      const failed = job(same, "FAILED");
      const seen = await flink_job.probe(full({}), reader([failed]));
      expect(seen.ok && seen.value.problem).to.deep.equal([`problem of ${failed.id}`]);
      const well = await flink_job.probe(full({}), reader([job(same)]));
      expect(well.ok && well.value.problem).to.deep.equal([]);
    });

    it("the store only where nothing else is known", async () => {
      const asked: string[] = [];
      await flink_job.probe(full({}), reader([job(same)], asked));
      await flink_job.probe(full({}), reader([job(same, "FAILED", left("chk", 1))], asked));
      await flink_job.probe(full({ restore_from: "x" }), reader([], asked));
      await flink_job.probe(full({ state: "stopped" }), reader([], asked));
      expect(asked).to.deep.equal([]);
      const seen = await flink_job.probe(full({}), reader([], asked));
      expect(seen.ok && seen.value.found).to.equal("s3://b/chk");
      expect(asked[0]).to.match(/^[0-9a-f]{8}$/);
    });
  });
});
