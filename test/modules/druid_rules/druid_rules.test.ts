import { expect } from "chai";
import { isNonEmpty } from "../../../src/model/non-empty.ts";
import type { Value } from "../../../src/model/value.ts";
import type { Decision } from "../../../src/module/contract.ts";
import { druid_rules } from "../../../src/modules/druid_rules/druid_rules.ts";
import type { DruidWriter } from "../../../src/services/druid/model.ts";
import { recordingClient } from "../lib/fake-client.ts";
import type { SomeArgs, StateOf } from "../lib/module-types.ts";

type RulesArgs = SomeArgs<typeof druid_rules>;
type RulesState = StateOf<typeof druid_rules>;

const full = (args: RulesArgs) => ({
  url: "http://a:1",
  user: "",
  password: "",
  datasource: "d",
  replicants: 1,
  ...args,
});
/** As Druid stores it, with its own additions. */
const rules = [
  {
    type: "loadByPeriod",
    period: "P30D",
    includeFuture: true,
    tieredReplicants: { _default_tier: 1 },
    useDefaultTierForNull: true,
  },
  { type: "dropForever" },
];
const compaction = { dataSource: "d", skipOffsetFromLatest: "P1D", taskPriority: 25 };
const set = { rules, compaction };
const bare = { rules: [], compaction: undefined };

function decide(args: RulesArgs, state: RulesState, future?: Value): Decision {
  return druid_rules.decide(full(args), state, { get: () => future, any: () => false });
}

const summaries = ({ changes }: Decision) => changes.map(({ summary }) => summary);

describe("modules/druid_rules", () => {
  it("changes nothing if everything is equal by meaning", () => {
    const args = { load_period: "P30D", compaction: { skipOffsetFromLatest: "PT24H" } };
    expect(decide(args, set).changes).to.deep.equal([]);
  });

  it("leaves everything unchanged that the task does not name", () => {
    expect(decide({}, set)).to.deep.equal({ changes: [], result: { datasource: "d", rules, compaction } });
    expect(summaries(decide({ load_period: "P7D" }, set))).to.deep.equal(["set the rules of d"]);
  });

  const changes: [string, RulesArgs, RulesState, string[]][] = [
    [
      "both if neither exists",
      { load_period: "P30D", compaction: {} },
      bare,
      ["set the rules of d", "set the compaction of d"],
    ],
    ["more replicants", { load_period: "P30D", replicants: 2 }, set, ["set the rules of d"]],
    ["rules in another order", { rules: [...rules].reverse() }, set, ["set the rules of d"]],
    ["the cluster's rules", { rules: [] }, set, ["set the rules of d"]],
    ["no compaction", { compaction: false }, set, ["end the compaction of d"]],
    ["no compaction if none exists", { compaction: false }, bare, []],
  ];
  for (const [title, args, state, summary] of changes) {
    it(`decides for ${title}`, () => expect(summaries(decide(args, state))).to.deep.equal(summary));
  }

  for (const args of [{ rules: [], load_period: "P1D" }, { rules: {} }, { compaction: "P1D" }, { compaction: true }]) {
    it(`rejects ${JSON.stringify(args)}`, () => {
      expect(decide(args, bare).fault?.code).to.equal("services/druid-retention");
    });
  }

  it("predicts nothing after an earlier change of the same datasource", () => {
    expect(decide({ load_period: "P1D" }, bare, []).unpredictable).to.be.a("string");
  });

  it("sends only the differences", async () => {
    const { calls, client: writer } = recordingClient<DruidWriter>(["setRules", "setCompaction", "deleteCompaction"]);
    for (const [args, state] of [
      [{ load_period: "P30D", compaction: { taskPriority: 1 } }, set],
      [{ rules: [], compaction: false }, set],
    ] as const) {
      const decision = decide(args, state);
      if (!isNonEmpty(decision.changes)) throw new Error("nothing to apply");
      await druid_rules.apply(full(args), decision.changes, writer, state);
    }
    expect(calls).to.deep.equal([
      ["setCompaction", { taskPriority: 1, dataSource: "d" }],
      ["setRules", "d", []],
      ["deleteCompaction", "d"],
    ]);
  });

  it("waits until Druid reports the new settings", () => {
    const check = (args: RulesArgs, state: RulesState) => druid_rules.settle?.check(full(args), state).is;
    expect(check({ load_period: "P30D", compaction: false }, { rules, compaction: undefined })).to.equal("settled");
    expect(check({ load_period: "P30D" }, bare)).to.equal("waiting");
    expect(check({ compaction: { a: 1 } }, set)).to.equal("waiting");
    expect(check({ compaction: false }, set)).to.equal("waiting");
  });
});
