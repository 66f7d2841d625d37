import { expect } from "chai";
import { good } from "../../../src/errors/fault.ts";
import { isNonEmpty } from "../../../src/model/non-empty.ts";
import type { Value } from "../../../src/model/value.ts";
import type { Decision } from "../../../src/module/contract.ts";
import { druid_supervisor } from "../../../src/modules/druid_supervisor/druid_supervisor.ts";
import type { DruidReader, DruidWriter, Supervisor, SupervisorStatus } from "../../../src/services/druid/model.ts";
import { parseStatus } from "../../../src/services/druid/responses.ts";
import { stored, stuck } from "../../services/druid/fixtures.ts";
import { fakeClient, recordingClient } from "../lib/fake-client.ts";
import type { SomeArgs, StateOf } from "../lib/module-types.ts";

type SupervisorArgs = SomeArgs<typeof druid_supervisor>;
type SupervisorState = StateOf<typeof druid_supervisor>;

const spec = {
  type: "kafka",
  spec: { dataSchema: { dataSource: "raw" }, ioConfig: { topic: "raw" }, tuningConfig: { type: "kafka" } },
};
const defaults = { url: "http://a:1", user: "", password: "", state: "running", timeout: 9, wait: true } as const;
/** Adds the spec unless the test names the supervisor by `id`. */
const full = (args: SupervisorArgs) => ({ ...defaults, ...(args.id === undefined && { spec }), ...args });
const running: SupervisorStatus = { ...parseStatus(stuck), lag: 0 };
const suspended: SupervisorStatus = { ...running, state: "SUSPENDED", suspended: true, active: 0 };
const existing = (
  status: SupervisorStatus = running,
  failed?: string,
): { supervisor: Supervisor; kept: undefined } => ({
  supervisor: { spec: stored, status, failed },
  kept: undefined,
});
const missing = { supervisor: undefined, kept: undefined };
const other = { ...spec, spec: { ...spec.spec, ioConfig: { topic: "raw", taskCount: 2 } } };

function decide(args: SupervisorArgs, state: SupervisorState, future?: Value): Decision {
  return druid_supervisor.decide(full(args), state, { get: () => future, any: () => false });
}

const summaries = ({ changes }: Decision) => changes.map(({ summary }) => summary);

describe("modules/druid_supervisor", () => {
  it("changes nothing if the spec is equal", () => {
    expect(decide({}, existing())).to.deep.equal({
      changes: [],
      result: { id: "raw", state: "RUNNING", healthy: true, active_tasks: 1, lag: 0, differing: [] },
    });
  });

  const steps: [string, SupervisorArgs, SupervisorState, string[]][] = [
    ["creates a missing one", {}, missing, ["create supervisor raw"]],
    ["names the differences", { spec: other }, existing(), ["change spec.ioConfig.taskCount of supervisor raw"]],
    ["suspends", { state: "suspended" }, existing(), ["suspend supervisor raw"]],
    ["suspends by id", { id: "raw", state: "suspended" }, existing(), ["suspend supervisor raw"]],
    ["resumes", {}, existing(suspended), ["resume supervisor raw"]],
    ["terminates", { state: "terminated" }, existing(), ["terminate supervisor raw"]],
    ["leaves a suspended one unchanged", { state: "suspended" }, existing(suspended), []],
    ["does nothing if there is nothing to terminate", { state: "terminated" }, missing, []],
  ];
  for (const [title, args, state, summary] of steps) {
    it(title, () => expect(summaries(decide(args, state))).to.deep.equal(summary));
  }

  it("shows only those stored values that the task names", () => {
    const [change] = decide({ spec: other }, existing()).changes;
    const before = { ...spec.spec, ioConfig: { topic: "raw", taskCount: 1 } };
    expect(change?.before).to.deep.equal({ state: "running", spec: { ...spec, spec: before } });
    expect(change?.after).to.deep.equal({ state: "running", spec: other });
  });

  const rejected: [string, SupervisorArgs, string][] = [
    ["running without a spec", { id: "raw" }, "services/druid-spec"],
    ["a spec that is not a map", { spec: "kafka" }, "services/druid-spec"],
    ["a spec without datasource", { spec: { type: "kafka" } }, "services/druid-spec"],
    ["an id that differs from the spec's", { id: "other", spec }, "services/druid-spec"],
    ["suspending a missing supervisor", { id: "raw", state: "suspended" }, "services/druid-no-supervisor"],
  ];
  for (const [title, args, code] of rejected) {
    it(`rejects ${title}`, () => expect(decide(args, missing).fault?.code).to.equal(code));
  }

  it("compares with the prediction of an earlier task in check mode", () => {
    const predicted = { state: "running", spec };
    expect(decide({}, missing, predicted))
      .to.deep.include({ changes: [] })
      .and.not.to.have.property("unpredictable");
    expect(decide({ spec: other }, missing, predicted).unpredictable).to.be.a("string");
    expect(decide({ state: "terminated" }, existing(), null).changes).to.deep.equal([]);
  });

  describe("apply", () => {
    async function apply(args: SupervisorArgs, state: SupervisorState): Promise<unknown[]> {
      const { calls, client: writer } = recordingClient<DruidWriter>(["submit", "suspend", "resume", "terminate"]);
      const { changes } = decide(args, state);
      if (!isNonEmpty(changes)) throw new Error("nothing to apply");
      expect((await druid_supervisor.apply(full(args), changes, writer, state)).ok).to.equal(true);
      return calls;
    }

    it("submits the spec in the requested state, whatever the spec says about it", async () => {
      const submitted = [["submit", { ...spec, suspended: false }]];
      expect(await apply({ spec: { ...spec, suspended: true } }, missing)).to.deep.equal(submitted);
      expect(await apply({ spec: other, state: "suspended" }, existing())).to.deep.equal([
        ["submit", { ...other, suspended: true }],
      ]);
    });

    it("changes only the state if only that differs", async () => {
      expect(await apply({}, existing(suspended))).to.deep.equal([["resume", "raw"]]);
      expect(await apply({ state: "suspended" }, existing())).to.deep.equal([["suspend", "raw"]]);
      expect(await apply({ state: "terminated" }, existing())).to.deep.equal([["terminate", "raw"]]);
    });
  });

  describe("settle", () => {
    const check = (args: SupervisorArgs, state: SupervisorState) => druid_supervisor.settle?.check(full(args), state);
    const waits: [string, SupervisorArgs, SupervisorState][] = [
      ["an unhealthy one", {}, existing({ ...running, healthy: false, detailed: "UNABLE_TO_CONNECT_TO_STREAM" })],
      ["one that is still connecting", {}, existing({ ...running, detailed: "CONNECTING_TO_STREAM" })],
      ["one without a task", {}, existing({ ...running, active: 0 })],
      ["one whose last task has just failed", {}, existing({ ...running, steady: 5 }, "task x failed: y")],
      ["one that is being suspended", { state: "suspended" }, existing({ ...suspended, state: "PENDING" })],
      ["one that is being terminated", { state: "terminated" }, existing()],
      ["one that does not exist yet", {}, missing],
    ];
    for (const [title, args, state] of waits) {
      it(`waits for ${title}`, () => expect(check(args, state)?.is).to.equal("waiting"));
    }

    const settled: [string, SupervisorArgs, SupervisorState][] = [
      ["reads and is healthy", {}, existing()],
      ["has recovered from a failed task", {}, existing({ ...running, steady: 60 }, "task x failed: y")],
      [
        "is idle because there are no records",
        {},
        existing({ ...running, state: "IDLE", detailed: "IDLE", active: 0 }),
      ],
      ["has no task yet and `wait` is off", { wait: false }, existing({ ...running, active: 0 })],
      ["is suspended", { state: "suspended" }, existing(suspended)],
      ["is gone", { state: "terminated" }, missing],
    ];
    for (const [title, args, state] of settled) {
      it(`is settled if it ${title}`, () => expect(check(args, state)).to.deep.equal({ is: "settled" }));
    }

    it("fails if Druid has dropped a name", () => {
      const typo = { ...spec, spec: { ...spec.spec, tuningConfig: { maxRowsInMemori: 1 } } };
      expect(check({ spec: typo }, existing())).to.have.nested.property("fault.code", "services/druid-not-kept");
    });

    it("fails at a gap", () => {
      const state = { ...existing(), kept: [{ partition: 1, earliest: 1500, latest: 1570 }] };
      expect(check({}, state)).to.have.nested.property("fault.code", "services/druid-gap");
    });
  });

  describe("probe", () => {
    async function asked(status: SupervisorStatus): Promise<unknown[]> {
      const calls: unknown[] = [];
      const reader = fakeClient<DruidReader>({
        supervisor: () => Promise.resolve(good(existing(status).supervisor)),
        kafkaOffsets: (...parameters) => {
          calls.push(parameters);
          return Promise.resolve([]);
        },
      });
      await druid_supervisor.probe(full({}), reader);
      return calls;
    }

    it("asks Kafka only if the supervisor lags, is unhealthy, or has not counted yet", async () => {
      expect(await asked(running)).to.deep.equal([]);
      expect(await asked({ ...suspended, lag: 3 })).to.deep.equal([]);
      expect(await asked({ ...running, lag: 3 })).to.deep.equal([["127.0.0.1:29092", "raw"]]);
      expect(await asked({ ...running, counted: false })).to.have.lengthOf(1);
      expect(await asked({ ...running, healthy: false })).to.have.lengthOf(1);
    });
  });
});
