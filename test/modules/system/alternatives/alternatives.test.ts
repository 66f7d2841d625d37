import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { alternatives } from "../../../../src/modules/system/alternatives/alternatives.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof alternatives.decide>[0];

const GROUP = `Name: editor
Link: /usr/bin/editor
Status: auto
Best: /bin/nano
Value: /bin/nano

Alternative: /bin/nano
Priority: 40

Alternative: /bin/vi
Priority: 30
`;
const ABLE = "tool yes\npath yes\nroot yes\n";

function decide(given: Partial<Args>, group = GROUP, flags = ABLE, predicted = NOTHING_PREDICTED) {
  const args = withDefaults(alternatives, { name: "editor", path: "/bin/vi", ...given });
  const state = alternatives.probe(args).parse(answered(`${flags}done 1\n\n${group}`));
  if (!state.ok) throw new Error(state.faults[0].message);
  const decision = alternatives.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? alternatives.apply(args, changes, state.value).script.text : "";
  return { ...decision, after: changes[0]?.after, script };
}

describe("modules/system/alternatives", () => {
  it("chooses an alternative, once", () => {
    const { after, script, changes } = decide({});
    expect(after).to.include({ status: "manual", value: "/bin/vi" });
    expect(script).to.include("'--set' 'editor' '/bin/vi'").and.not.include("--install");
    const manual = GROUP.replace("auto", "manual").replace("Value: /bin/nano", "Value: /bin/vi");
    expect(decide({}, manual).changes).to.deep.equal([]);
    expect(decide({}, GROUP, ABLE, predictedFrom(changes)).changes).to.deep.equal([]);
  });

  it("offers an alternative without choosing it, and lets the highest priority win", () => {
    expect(decide({ state: "present" }).changes).to.deep.equal([]);
    const { after, script } = decide({ state: "present", priority: 90 });
    expect(after).to.deep.include({ status: "auto", value: "/bin/vi", priorities: { "/bin/nano": 40, "/bin/vi": 90 } });
    expect(script).to.include("'--install' '/usr/bin/editor' 'editor' '/bin/vi' '90'").and.not.include("--set");
  });

  it("keeps the links that follow an alternative", () => {
    const group = GROUP.replace("Status", "Slaves:\n editor.1 /man/editor.1\nStatus").replace(
      "Priority: 30",
      "Priority: 30\nSlaves:\n editor.1 /man/vi.1",
    );
    expect(decide({ priority: 9 }, group).script).to.include(
      "'/bin/vi' '9' '--slave' '/man/editor.1' 'editor.1' '/man/vi.1'",
    );
  });

  it("makes the choice automatic again", () => {
    const { after, script } = decide({ state: "auto" }, GROUP.replace("auto", "manual"));
    expect(after).to.include({ status: "auto", value: "/bin/nano" });
    expect(script).to.include("'--auto' 'editor'");
  });

  it("needs the link for a new name", () => {
    expect(decide({}, "").fault?.code).to.equal("modules/no-value");
    expect(decide({ link: "/usr/bin/editor" }, "").script).to.include(
      "'--install' '/usr/bin/editor' 'editor' '/bin/vi' '50'",
    );
  });

  it("removes an alternative, and the name with the last one", () => {
    expect(decide({ state: "absent" }).after).to.deep.include({ priorities: { "/bin/nano": 40 } });
    expect(decide({ state: "absent" }, GROUP.slice(0, GROUP.indexOf("\nAlternative: /bin/vi"))).changes).to.deep.equal(
      [],
    );
    const last = GROUP.replace(/Alternative: \/bin\/nano\nPriority: 40\n\n/, "");
    expect(decide({ state: "absent" }, last).after).to.equal(null);
    expect(decide({ state: "absent" }, "").changes).to.deep.equal([]);
  });

  it("needs root, the program and the path", () => {
    const code = (flags: string) => decide({}, GROUP, flags).fault?.code;
    expect(code("tool yes\npath yes\n")).to.equal("modules/not-root");
    expect(code("path yes\nroot yes\n")).to.equal("modules/no-program");
    expect(code("tool yes\nroot yes\n")).to.equal("modules/no-alternative");
  });
});
