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
const general = { url: "http://a:1", user: "", password: "", state: "running", timeout: 9, wait: true } as const;
/** A test that names the supervisor by `id` gives its own `spec` or none. */
const full = (args: SupervisorArgs) => ({ ...general, ...(args.id === undefined && { spec }), ...args });
const running: SupervisorStatus = { ...parseStatus(stuck), lag: 0 };
const suspended: SupervisorStatus = { ...running, state: "SUSPENDED", suspended: true, active: 0 };
const there = (status: SupervisorStatus = running, failed?: string): { supervisor: Supervisor; kept: undefined } => ({
  supervisor: { spec: stored, status, failed },
  kept: undefined,
});
const nowhere = { supervisor: undefined, kept: undefined };
const other = { ...spec, spec: { ...spec.spec, ioConfig: { topic: "raw", taskCount: 2 } } };

function decide(args: SupervisorArgs, state: SupervisorState, foreseen?: Value): Decision {
  return druid_supervisor.decide(full(args), state, { get: () => foreseen, any: () => false });
}

const summaries = ({ changes }: Decision) => changes.map(({ summary }) => summary);

describe("modules/druid_supervisor", () => {
  it("has nothing to do for an equal spec", () => {
    expect(decide({}, there())).to.deep.equal({
      changes: [],
      result: { id: "raw", state: "RUNNING", healthy: true, active_tasks: 1, lag: 0, differing: [] },
    });
  });

  const steps: [string, SupervisorArgs, SupervisorState, string[]][] = [
    ["makes one that is not there", {}, nowhere, ["create supervisor raw"]],
    ["names what differs", { spec: other }, there(), ["change spec.ioConfig.taskCount of supervisor raw"]],
    ["suspends", { state: "suspended" }, there(), ["suspend supervisor raw"]],
    ["suspends by id", { id: "raw", state: "suspended" }, there(), ["suspend supervisor raw"]],
    ["resumes", {}, there(suspended), ["resume supervisor raw"]],
    ["terminates", { state: "terminated" }, there(), ["terminate supervisor raw"]],
    ["leaves a suspended one", { state: "suspended" }, there(suspended), []],
    ["leaves none", { state: "terminated" }, nowhere, []],
  ];
  for (const [title, args, state, summary] of steps) {
    it(title, () => expect(summaries(decide(args, state))).to.deep.equal(summary));
  }

  it("shows of what is stored only what was asked about", () => {
    const [change] = decide({ spec: other }, there()).changes;
    const before = { ...spec.spec, ioConfig: { topic: "raw", taskCount: 1 } };
    expect(change?.before).to.deep.equal({ state: "running", spec: { ...spec, spec: before } });
    expect(change?.after).to.deep.equal({ state: "running", spec: other });
  });

  const refused: [string, SupervisorArgs, string][] = [
    ["to run without a spec", { id: "raw" }, "services/druid-spec"],
    ["a spec that is no map", { spec: "kafka" }, "services/druid-spec"],
    ["a spec without datasource", { spec: { type: "kafka" } }, "services/druid-spec"],
    ["an id that is not the spec's", { id: "other", spec }, "services/druid-spec"],
    ["to suspend what is not there", { id: "raw", state: "suspended" }, "services/druid-no-supervisor"],
  ];
  for (const [title, args, code] of refused) {
    it(`refuses ${title}`, () => expect(decide(args, nowhere).fault?.code).to.equal(code));
  }

  it("knows in check mode what an earlier task will have made", () => {
    const made = { state: "running", spec };
    expect(decide({}, nowhere, made))
      .to.deep.include({ changes: [] })
      .and.not.to.have.property("unpredictable");
    expect(decide({ spec: other }, nowhere, made).unpredictable).to.be.a("string");
    expect(decide({ state: "terminated" }, there(), null).changes).to.deep.equal([]);
  });

  describe("applies", () => {
    async function apply(args: SupervisorArgs, state: SupervisorState): Promise<unknown[]> {
      const { calls, client: writer } = recordingClient<DruidWriter>(["submit", "suspend", "resume", "terminate"]);
      const { changes } = decide(args, state);
      if (!isNonEmpty(changes)) throw new Error("nothing to apply");
      expect((await druid_supervisor.apply(full(args), changes, writer, state)).ok).to.equal(true);
      return calls;
    }

    it("the spec in the state that is asked for, whatever the spec says of that", async () => {
      const submitted = [["submit", { ...spec, suspended: false }]];
      expect(await apply({ spec: { ...spec, suspended: true } }, nowhere)).to.deep.equal(submitted);
      expect(await apply({ spec: other, state: "suspended" }, there())).to.deep.equal([
        ["submit", { ...other, suspended: true }],
      ]);
    });

    it("only the state where only that differs", async () => {
      expect(await apply({}, there(suspended))).to.deep.equal([["resume", "raw"]]);
      expect(await apply({ state: "suspended" }, there())).to.deep.equal([["suspend", "raw"]]);
      expect(await apply({ state: "terminated" }, there())).to.deep.equal([["terminate", "raw"]]);
    });
  });

  describe("afterwards", () => {
    const look = (args: SupervisorArgs, state: SupervisorState) => druid_supervisor.settle?.check(full(args), state);
    const waits: [string, SupervisorArgs, SupervisorState][] = [
      ["an ill one", {}, there({ ...running, healthy: false, detailed: "UNABLE_TO_CONNECT_TO_STREAM" })],
      ["one that is still connecting", {}, there({ ...running, detailed: "CONNECTING_TO_STREAM" })],
      ["one without a task", {}, there({ ...running, active: 0 })],
      ["one whose last task has just failed", {}, there({ ...running, steady: 5 }, "task x failed: y")],
      ["one that is to be suspended", { state: "suspended" }, there({ ...suspended, state: "PENDING" })],
      ["one that is to end", { state: "terminated" }, there()],
      ["one that is not there yet", {}, nowhere],
    ];
    for (const [title, args, state] of waits) {
      it(`waits for ${title}`, () => expect(look(args, state)?.is).to.equal("waiting"));
    }

    const settled: [string, SupervisorArgs, SupervisorState][] = [
      ["reads in good health", {}, there()],
      ["has got over a failed task", {}, there({ ...running, steady: 60 }, "task x failed: y")],
      ["rests for want of records", {}, there({ ...running, state: "IDLE", detailed: "IDLE", active: 0 })],
      ["has no task yet, and nobody waits for that", { wait: false }, there({ ...running, active: 0 })],
      ["is suspended", { state: "suspended" }, there(suspended)],
      ["is gone", { state: "terminated" }, nowhere],
    ];
    for (const [title, args, state] of settled) {
      it(`is settled where it ${title}`, () => expect(look(args, state)).to.deep.equal({ is: "settled" }));
    }

    it("fails where Druid has dropped something", () => {
      const typo = { ...spec, spec: { ...spec.spec, tuningConfig: { maxRowsInMemori: 1 } } };
      expect(look({ spec: typo }, there())).to.have.nested.property("fault.code", "services/druid-not-kept");
    });

    it("fails at a gap", () => {
      const state = { ...there(), kept: [{ partition: 1, earliest: 1500, latest: 1570 }] };
      expect(look({}, state)).to.have.nested.property("fault.code", "services/druid-gap");
    });
  });

  describe("probes", () => {
    async function asked(status: SupervisorStatus): Promise<unknown[]> {
      const calls: unknown[] = [];
      const reader = fakeClient<DruidReader>({
        supervisor: () => Promise.resolve(good(there(status).supervisor)),
        kafkaOffsets: (...parameters) => {
          calls.push(parameters);
          return Promise.resolve([]);
        },
      });
      await druid_supervisor.probe(full({}), reader);
      return calls;
    }

    it("Kafka only where the supervisor lags, is ill, or has not counted yet", async () => {
      expect(await asked(running)).to.deep.equal([]);
      expect(await asked({ ...suspended, lag: 3 })).to.deep.equal([]);
      expect(await asked({ ...running, lag: 3 })).to.deep.equal([["127.0.0.1:29092", "raw"]]);
      expect(await asked({ ...running, counted: false })).to.have.lengthOf(1);
      expect(await asked({ ...running, healthy: false })).to.have.lengthOf(1);
    });
  });
});
