import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { Unknown } from "../../../../src/model/unknown.ts";
import { debconf } from "../../../../src/modules/packages/debconf/debconf.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof debconf.decide>[0];

const GIVEN = { name: "postfix", question: "postfix/mailname", vtype: "string", value: "mx.example.com" } as const;
const ROOT = "tool yes\nroot yes\n";

function decide(given: Partial<Args>, answer = ROOT, predicted = NOTHING_PREDICTED) {
  const args = withDefaults(debconf, { ...GIVEN, ...given });
  const state = debconf.probe(args).parse(answered(`${answer}done 1\n`));
  if (!state.ok) throw new Error(state.faults[0].message);
  const decision = debconf.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? debconf.apply(args, changes, state.value).script.text : "";
  return { ...decision, script };
}

describe("modules/packages/debconf", () => {
  it("answers a question, once", () => {
    const { changes, script } = decide({}, `value old\n${ROOT}`);
    expect(changes[0]).to.deep.include({ before: "old", after: "mx.example.com" });
    expect(script).to.include(
      "'postfix postfix/mailname string mx.example.com' | with_environment debconf-set-selections",
    );
    expect(decide({}, `value mx.example.com\n${ROOT}`).changes).to.deep.equal([]);
    expect(decide({ vtype: "boolean", value: true }, `value true\n${ROOT}`).changes).to.deep.equal([]);
    expect(decide({ unseen: true }).script).to.include("debconf-set-selections '-u'");
  });

  it("shows no password", () => {
    const { changes, script } = decide({ vtype: "password", value: "s3cret" }, `value old\n${ROOT}`);
    expect(JSON.stringify(changes)).to.not.match(/s3cret|old/);
    expect(script).to.match(/^printf '%s\\n' 'postfix postfix\/mailname password s3cret' \|/);
  });

  it("knows in check mode what earlier tasks would answer", () => {
    expect(decide({}, ROOT, predictedFrom(decide({}).changes)).changes).to.deep.equal([]);
    const secret = predictedFrom(decide({ vtype: "password", value: "x" }).changes);
    expect(decide({ vtype: "password", value: "x" }, ROOT, secret).unpredictable).to.include("postfix/mailname");
    const resource = { kind: "setting", name: "debconf/postfix/mailname" } as const;
    const unknown = predictedFrom([{ resource, after: new Unknown("not run") }]);
    expect(decide({}, ROOT, unknown).unpredictable).to.equal("not run");
  });

  it("needs root, debconf and an answer in one line", () => {
    expect(decide({}, "tool yes\n").fault?.code).to.equal("modules/not-root");
    expect(decide({}, "root yes\n").fault).to.include({ code: "modules/no-program", missing: true });
    expect(decide({ value: "a\nb" }).fault?.code).to.equal("modules/long-answer");
  });
});
