import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { linesWith, linesWithout, normalValue } from "../../../../src/modules/system/sysctl/lines.ts";
import { sysctl } from "../../../../src/modules/system/sysctl/sysctl.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

const PATH = "/etc/sysctl.conf";

function decide(
  given: Partial<Parameters<typeof sysctl.decide>[0]>,
  { text, live, root = true }: { text?: string; live?: string; root?: boolean },
  predicted = NOTHING_PREDICTED,
) {
  const args = withDefaults(sysctl, { name: "vm.swappiness", value: 10, ...given });
  const base64 = (of: string) => Buffer.from(of).toString("base64");
  const file = text === undefined ? "" : `file ${base64(PATH)} ${base64(text)}\n`;
  const answer = `${file}${live === undefined ? "" : `live ${live}\n`}${root ? "root yes\n" : ""}done 1\n`;
  const state = sysctl.probe(args).parse(answered(answer));
  if (!state.ok) throw new Error(state.faults[0].message);
  const decision = sysctl.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? sysctl.apply(args, changes, state.value).script.text : "";
  return { ...decision, names: changes.map(({ resource }) => resource.name), script };
}

describe("modules/system/sysctl", () => {
  for (const [title, text, after] of [
    ["adds a parameter", "a.b=1", "a.b=1\nvm.swappiness=10\n"],
    [
      "replaces a value, and drops repetitions",
      "vm.swappiness = 60\n# x\nvm.swappiness=10\n",
      "vm.swappiness=10\n# x\n",
    ],
    ["keeps what fits", "# x\n-vm.swappiness = 10\n", undefined],
    ["ignores comments", "#vm.swappiness=10\n", "#vm.swappiness=10\nvm.swappiness=10\n"],
  ] as const) {
    it(title, () => expect(linesWith("vm.swappiness", "10", text)).to.equal(after));
  }

  it("removes a parameter from the file", () => {
    expect(linesWithout("vm.swappiness", "a.b=1\nvm.swappiness = 10\n")).to.equal("a.b=1\n");
    expect(linesWithout("vm.swappiness", "a.b=1\n")).to.equal(undefined);
  });

  it("takes values as the kernel shows them", () => {
    expect([true, "no", " 1\t2 ", 0].map(normalValue)).to.deep.equal(["1", "0", "1 2", "0"]);
  });

  it("writes the file and loads it", () => {
    const { names, script } = decide({}, { live: "60" });
    expect(names).to.deep.equal([PATH, "sysctl/vm.swappiness"]);
    expect(script).to.include(`sysctl '-p' '${PATH}'`);
    expect(decide({ reload: false }, { live: "60" }).names).to.deep.equal([PATH]);
    expect(decide({}, { live: "10" }).names).to.deep.equal([PATH]);
  });

  it("sets the kernel's value only if that is requested or the file changes", () => {
    const fits = { text: "vm.swappiness=10\n", live: "60" };
    expect(decide({}, fits).changes).to.deep.equal([]);
    const set = decide({ sysctl_set: true }, fits);
    expect(set.names).to.deep.equal(["sysctl/vm.swappiness"]);
    expect(set.script).to.include("sysctl '-w' 'vm.swappiness=10'");
  });

  it("sets and compares the value 0", () => {
    expect(decide({ value: 0, sysctl_set: true }, { text: "vm.swappiness=0\n", live: "0" }).changes).to.deep.equal([]);
    expect(decide({ value: 0 }, { live: "60" }).names).to.have.length(2);
  });

  it("rejects a parameter that the kernel does not have, unless errors are ignored", () => {
    expect(decide({}, {}).fault).to.include({ code: "modules/no-parameter", missing: true });
    expect(decide({ ignoreerrors: true }, {}).names).to.deep.equal([PATH]);
  });

  it("needs a value, and root", () => {
    const args = withDefaults(sysctl, { name: "vm.swappiness" });
    const state = { texts: new Map<string, string>(), live: "60", isRoot: true };
    expect(sysctl.decide(args, state, NOTHING_PREDICTED).fault?.code).to.equal("modules/no-value");
    expect(decide({}, { live: "60", root: false }).fault?.code).to.equal("modules/not-root");
    expect(decide({ state: "absent" }, { live: "60", root: false }).changes).to.deep.equal([]);
  });

  it("knows in check mode what earlier tasks would write and set", () => {
    const made = predictedFrom(decide({}, { live: "60" }).changes);
    expect(decide({ sysctl_set: true }, { live: "60" }, made).changes).to.deep.equal([]);
    expect(decide({ value: 20 }, { live: "60" }, made).names).to.have.length(2);
  });
});
