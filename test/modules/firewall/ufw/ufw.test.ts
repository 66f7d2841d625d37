import { expect } from "chai";
import type { Change } from "../../../../src/model/change.ts";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import type { Decision } from "../../../../src/module/contract.ts";
import { ufw } from "../../../../src/modules/firewall/ufw/ufw.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../../lib/target.ts";

type Args = Parameters<typeof ufw.decide>[0];

const SETTINGS = "enabled no\nlogging low\npolicy INPUT DROP\npolicy OUTPUT ACCEPT\npolicy FORWARD DROP\n";
const SSH = "allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in";
const SSH6 = "allow tcp 22 ::/0 any ::/0 in";
const NOW = `now 4 ${SSH}\nnow 6 ${SSH6}\n`;

interface Decided extends Partial<Decision> {
  readonly changes: readonly Change[];
  readonly summaries: readonly string[];
  readonly script: string;
}

function decide(given: Partial<Args>, answer = "", predicted = NOTHING_PREDICTED, status = "inactive"): Decided {
  const args = withDefaults(ufw, given);
  const state = ufw.probe(args).parse(answered(`root yes\nstatus ${status}\n${SETTINGS}${answer}ufw yes\n`));
  if (!state.ok) return { fault: state.faults[0], changes: [], summaries: [], script: "" };
  const decision = ufw.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? ufw.apply(args, changes, state.value).script.text : "";
  return { ...decision, summaries: changes.map(({ summary }) => summary), script };
}

describe("modules/firewall/ufw", () => {
  const rule = { rule: "allow", to_port: 22, proto: "tcp" } as const;
  const words = "allow from any to any port 22 proto tcp";
  const added = `family ufw\nthen ${SSH}\nfamily ufw6\nthen ${SSH6}\n`;

  it("adds a rule if ufw's list would differ, for either version of the protocol", () => {
    expect(decide(rule, added).summaries).to.deep.equal([`add the rule ${words}`]);
    expect(decide(rule, `now 4 ${SSH}\n${added}`).summaries).to.have.length(1);
    expect(decide(rule, `${NOW}${added}`).changes).to.deep.equal([]);
    expect(decide(rule, NOW).changes).to.deep.equal([]);
    expect(decide(rule, added).script).to.include("ufw 'allow' 'from' 'any' 'to' 'any' 'port' '22' 'proto' 'tcp'");
  });

  it("compares only the family that is listed, and the order of rules", () => {
    const other = "deny tcp 23 0.0.0.0/0 any 0.0.0.0/0 in";
    expect(decide(rule, `${NOW}family ufw\nthen ${SSH}\n`).changes).to.deep.equal([]);
    const turned = `now 4 ${SSH}\nnow 4 ${other}\nfamily ufw\nthen ${other}\nthen ${SSH}\n`;
    expect(decide({ ...rule, insert: 2 }, turned).changes).to.have.length(1);
  });

  it("removes a rule", () => {
    const { changes, script } = decide({ ...rule, delete: true }, `${NOW}family ufw\nfamily ufw6\n`);
    expect(changes[0]).to.deep.include({ before: words, after: null });
    expect(script).to.include("ufw '--force' 'delete' 'allow'");
    expect(decide({ ...rule, delete: true }, "family ufw\nfamily ufw6\n").changes).to.deep.equal([]);
  });

  it("spells everything that a rule may have", () => {
    const { script } = ufw.probe(
      withDefaults(ufw, {
        ...{ rule: "reject", route: true, insert: 3, interface_in: "eth0", interface_out: "eth1", log: true },
        ...{ from_ip: "192.0.2.1", from_port: "53", to_ip: "192.0.2.2", name: "OpenSSH", comment: "it is so" },
      }),
    );
    expect(script.text.replaceAll("'", "")).to.include(
      "--dry-run route insert 3 reject in on eth0 out on eth1 log from 192.0.2.1 port 53 to 192.0.2.2 app OpenSSH comment it is so",
    );
    const outgoing = ufw.probe(withDefaults(ufw, { rule: "allow", direction: "outgoing", interface: "eth0" }));
    expect(outgoing.script.text.replaceAll("'", "")).to.include("--dry-run allow out on eth0 from any to any");
  });

  it("sets policies and logging, and lets the firewall act at the end", () => {
    const { summaries, script } = decide(
      { ...rule, default: "reject", direction: "incoming", logging: "full", state: "enabled" },
      added,
    );
    expect(summaries.slice(1)).to.deep.equal([
      "reject incoming traffic by default",
      "set logging to full",
      "let the firewall act",
    ]);
    expect(script).to.match(/'allow' .*'default' 'reject' 'incoming' .*'logging' 'full' .*'enable'/);
    expect(decide({ default: "deny" }).changes).to.deep.equal([]);
    expect(decide({ default: "deny", direction: "out" }).changes[0]).to.include({ before: "allow", after: "deny" });
    expect(decide({ default: "deny", direction: "routed" }).changes).to.deep.equal([]);
    expect([decide({ logging: "on" }), decide({ logging: "low" })].flatMap(({ changes }) => changes)).to.deep.equal([]);
  });

  it("stops a firewall that acts, and reloads only such a one", () => {
    expect(decide({ state: "disabled" }).changes).to.deep.equal([]);
    expect(decide({ state: "reloaded" }).changes).to.deep.equal([]);
    expect(decide({ state: "disabled" }, "", NOTHING_PREDICTED, "active").script).to.include("'disable'");
    expect(decide({ state: "reloaded" }, "", NOTHING_PREDICTED, "active").script).to.include("'reload'");
    expect(decide({ state: "reset" }).script).to.include("'--force' 'reset'");
  });

  it("sees in check mode what earlier tasks would do", () => {
    const first = predictedFrom(decide(rule, added).changes);
    expect(decide(rule, added, first).changes).to.deep.equal([]);
    expect(decide({ ...rule, delete: true }, "family ufw\n", first).changes).to.have.length(1);
    const later = predictedFrom(decide({ state: "enabled", logging: "off" }).changes);
    expect(decide({ state: "enabled", logging: "off" }, "", later).changes).to.deep.equal([]);
    expect(decide({ state: "reloaded" }, "", later).changes).to.have.length(1);
    const reset = predictedFrom(decide({ state: "reset" }).changes);
    expect(decide(rule, added, reset).unpredictable).to.be.a("string");
    const file = predictedFrom([{ resource: { kind: "path", name: "/etc/ufw/user.rules" }, after: { type: "file" } }]);
    expect(decide(rule, added, file).unpredictable).to.be.a("string");
  });

  it("rejects a task without work, and what ufw rejects, and needs ufw and root", () => {
    expect(decide({}).fault?.code).to.equal("modules/argument");
    expect(decide({ rule: "allow", direction: "routed" }).fault?.code).to.equal("modules/argument");
    const args = withDefaults(ufw, rule);
    const codeOf = (stdout: string, exit = 0) => {
      const state = ufw.probe(args).parse(answered(stdout, "ERROR: Bad port", exit));
      return state.ok ? undefined : state.faults[0].code;
    };
    expect(codeOf("root yes\nufw no\n")).to.equal("modules/no-program");
    expect(codeOf("ufw yes\n")).to.equal("modules/not-root");
    expect(codeOf(`root yes\nstatus inactive\n${SETTINGS}`, 1)).to.equal("modules/step-failed");
  });
});
