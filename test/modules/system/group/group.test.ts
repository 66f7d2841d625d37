import { expect } from "chai";
import { Unknown } from "../../../../src/model/unknown.ts";
import { group } from "../../../../src/modules/system/group/group.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

const ROOT = "tool groupadd\nroot yes\n";

/** What is decided on a host whose probe has answered so. */
function decide(given: Partial<Parameters<typeof group.decide>[0]>, answer: string, predicted = NOTHING_PREDICTED) {
  const args = withDefaults(group, { name: "kafka", ...given });
  const state = group.probe(args).parse(answered(answer));
  if (!state.ok) throw new Error(state.faults[0].message);
  const decision = group.decide(args, state.value, predicted);
  const [first] = decision.changes;
  const script = first && group.apply(args, [first], state.value).script.text.split("\n")[0];
  return { ...decision, summaries: decision.changes.map(({ summary }) => summary), script };
}

describe("modules/system/group", () => {
  it("creates a group, whose number the target chooses", () => {
    const { summaries, result, script } = decide({ system: true }, `entry \n${ROOT}`);
    expect(summaries).to.deep.equal(["create the group kafka"]);
    expect(result["gid"]).to.be.instanceOf(Unknown);
    expect(script).to.equal("with_environment groupadd '-r' '--' 'kafka' || exit");
  });

  it("changes a number, and nothing if it is right", () => {
    const found = `entry kafka:x:500:\nholder \n${ROOT}`;
    expect(decide({ gid: 500 }, found).changes).to.deep.equal([]);
    expect(decide({}, found).result).to.deep.equal({ name: "kafka", state: "present", gid: 500 });
    const { summaries, script } = decide({ gid: 600 }, found);
    expect(summaries).to.deep.equal(["change the gid of the group kafka to 600"]);
    expect(script).to.equal("with_environment groupmod '-g' '600' '--' 'kafka' || exit");
  });

  it("rejects a number that another group has, unless it may", () => {
    const taken = `entry \nholder other:x:500:\n${ROOT}`;
    expect(decide({ gid: 500 }, taken).fault).to.include({ code: "modules/id-taken", missing: true });
    expect(decide({ gid: 500, non_unique: true }, taken).script).to.include("groupadd '-g' '500' '-o'");
    const gone = predictedFrom([{ resource: { kind: "group", name: "other" }, after: null }]);
    expect(decide({ gid: 500 }, taken, gone).summaries).to.have.length(1);
  });

  it("removes a group, unless it is a user's primary group", () => {
    expect(decide({ state: "absent" }, `entry \n${ROOT}`).changes).to.deep.equal([]);
    expect(decide({ state: "absent" }, `entry kafka:x:500:\n${ROOT}`).script).to.equal(
      "with_environment groupdel '--' 'kafka' || exit",
    );
    const used = `entry kafka:x:500:\nuser broker\n${ROOT}`;
    expect(decide({ state: "absent" }, used).fault?.message).to.include("primary group of the user broker");
    expect(decide({ state: "absent", force: true }, used).script).to.include("groupdel '-f'");
    const removed = predictedFrom([{ resource: { kind: "user", name: "broker" }, after: null }]);
    expect(decide({ state: "absent" }, used, removed).summaries).to.deep.equal(["remove the group kafka"]);
  });

  it("knows in check mode what earlier tasks would do to the group", () => {
    const made = predictedFrom([{ resource: { kind: "group", name: "kafka" }, after: { gid: new Unknown("later") } }]);
    expect(decide({}, `entry \n${ROOT}`, made).changes).to.deep.equal([]);
    expect(decide({ gid: 5 }, `entry \nholder \n${ROOT}`, made).unpredictable).to.include("not known");
    const gone = predictedFrom([{ resource: { kind: "group", name: "kafka" }, after: null }]);
    expect(decide({}, `entry kafka:x:500:\n${ROOT}`, gone).summaries).to.deep.equal(["create the group kafka"]);
  });

  it("needs root and a program", () => {
    expect(decide({}, "entry \ntool groupadd\n").fault?.code).to.equal("modules/not-root");
    expect(decide({}, "entry \nroot yes\n").fault).to.include({ code: "modules/no-program", missing: true });
    expect(decide({ gid: 5 }, "entry kafka:x:7:\nholder \ntool addgroup\nroot yes\n").fault?.message).to.include(
      "no groupmod",
    );
    expect(decide({ gid: 5 }, "entry \nholder \ntool addgroup\nroot yes\n").script).to.equal(
      "with_environment addgroup '-g' '5' 'kafka' || exit",
    );
  });
});
