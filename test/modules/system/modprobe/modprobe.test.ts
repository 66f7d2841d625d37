import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { modprobe } from "../../../../src/modules/system/modprobe/modprobe.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

const ABLE = "tool yes\nknown yes\nroot yes\n";
const BOOT = "/etc/modules-load.d/br-x.conf";
const base64 = (of: string) => Buffer.from(of).toString("base64");

function decide(given: Partial<Parameters<typeof modprobe.decide>[0]>, answer: string, predicted = NOTHING_PREDICTED) {
  const args = withDefaults(modprobe, { name: "br-x", ...given });
  const state = modprobe.probe(args).parse(answered(`${answer}done 1\n`));
  if (!state.ok) throw new Error(state.faults[0].message);
  const decision = modprobe.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? modprobe.apply(args, changes, state.value).script.text : "";
  return { ...decision, names: changes.map(({ resource }) => resource.name), script };
}

describe("modules/system/modprobe", () => {
  it("loads and unloads a module", () => {
    const { names, script } = decide({ params: "a=1 b=2" }, ABLE);
    expect(names).to.deep.equal(["module/br_x"]);
    expect(script).to.include("modprobe '--' 'br-x' 'a=1' 'b=2'");
    expect(decide({}, `loaded yes\n${ABLE}`).changes).to.deep.equal([]);
    expect(decide({ state: "absent" }, ABLE).changes).to.deep.equal([]);
    expect(decide({ state: "absent" }, `loaded yes\n${ABLE}`).script).to.include("modprobe '-r' '--' 'br-x'");
  });

  it("loads it at boot, or no more", () => {
    const loaded = `loaded yes\n${ABLE}`;
    expect(decide({ persistent: "present" }, loaded).names).to.deep.equal([BOOT]);
    expect(decide({ persistent: "present", params: "a=1" }, loaded).names).to.have.length(2);
    const kept = `file ${base64(BOOT)} ${base64("br-x\n")}\n${loaded}`;
    expect(decide({ persistent: "present" }, kept).changes).to.deep.equal([]);
    expect(decide({ persistent: "absent" }, kept).changes[0]?.after).to.equal(null);
    expect(decide({ persistent: "absent" }, loaded).changes).to.deep.equal([]);
  });

  it("needs root, the program and a module that exists", () => {
    expect(decide({}, "tool yes\nknown yes\n").fault?.code).to.equal("modules/not-root");
    expect(decide({}, "root yes\n").fault?.code).to.equal("modules/no-program");
    expect(decide({}, "root yes\ntool yes\n").fault).to.include({ code: "modules/no-kernel-module", missing: true });
  });

  it("knows in check mode what earlier tasks would load", () => {
    const made = predictedFrom(decide({ persistent: "present" }, ABLE).changes);
    expect(decide({ persistent: "present" }, ABLE, made).changes).to.deep.equal([]);
    expect(decide({ state: "absent" }, ABLE, made).names).to.deep.equal(["module/br_x"]);
  });
});
