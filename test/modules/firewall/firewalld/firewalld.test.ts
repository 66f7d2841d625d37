import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { firewalld } from "../../../../src/modules/firewall/firewalld/firewalld.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults, type Written } from "../../lib/target.ts";

type Given = Written<Parameters<typeof firewalld.decide>[0]>;

const shown = (permanent: number, runtime?: number) =>
  `root yes\n${runtime === undefined ? "" : `running yes\nruntime ${runtime}\n`}zone public\npermanent ${permanent}\nfirewalld yes\n`;
const STOPPED = shown(1);

function decide(given: Given, stdout: string, predicted = NOTHING_PREDICTED) {
  const args = withDefaults(firewalld, { service: "https", state: "enabled", ...given });
  const state = firewalld.probe(args).parse(answered(stdout, "Error: its words\n"));
  if (!state.ok) return { fault: state.faults[0], changes: [], commands: [], unpredictable: undefined };
  const decision = firewalld.decide(args, state.value, predicted);
  const { changes } = decision;
  const script = isNonEmpty(changes) ? firewalld.apply(args, changes, state.value).script.text : "";
  const commands = [...script.matchAll(/firewall-(?:offline-)?cmd[^&)\n]*/g)].map(([found]) => found.trim());
  return { ...decision, commands };
}

describe("modules/firewall/firewalld", () => {
  it("changes what acts now, what is permanent, or both", () => {
    expect(decide({}, shown(1, 1)).commands).to.deep.equal(["firewall-cmd '--zone=public' '--add-service=https'"]);
    const permanent = "firewall-cmd --permanent '--zone=public' '--add-service=https'";
    expect(decide({ permanent: true }, shown(1, 1)).commands).to.deep.equal([permanent]);
    const both = { permanent: true, immediate: true };
    expect(decide(both, shown(1, 1)).commands).to.have.length(2);
    expect(decide(both, shown(0, 1)).commands).to.have.length(1);
    expect(decide(both, shown(0, 0)).changes).to.deep.equal([]);
    expect(decide({ ...both, state: "disabled" }, shown(1, 0)).commands).to.deep.equal([
      "firewall-cmd '--zone=public' '--remove-service=https'",
    ]);
  });

  it("passes each kind of setting on, and moves what belongs to one zone only", () => {
    const option = (given: Given) => decide({ service: undefined, ...given }, shown(1, 1)).commands[0];
    expect(option({ rich_rule: "rule service name=x accept" })).to.contain(
      "'--add-rich-rule=rule service name=x accept'",
    );
    expect(option({ icmp_block: "echo-request" })).to.contain("'--add-icmp-block=echo-request'");
    expect(option({ source: "192.0.2.0/24" })).to.contain("'--change-source=192.0.2.0/24'");
    expect(option({ interface: "eth0" })).to.contain("'--change-interface=eth0'");
    expect(option({ masquerade: true })).to.contain("'--add-masquerade'");
    const off = decide({ service: undefined, masquerade: false }, shown(1, 0));
    expect(off.commands[0]).to.contain("'--remove-masquerade'");
  });

  it("changes only permanent settings while firewalld does not run", () => {
    expect(decide({ permanent: true }, STOPPED).commands).to.deep.equal([
      "firewall-offline-cmd '--zone=public' '--add-service=https'",
    ]);
    const both = { permanent: true, immediate: true };
    expect(decide(both, STOPPED).fault).to.include({ code: "modules/firewalld-stopped", missing: true });
    expect(decide({ ...both, offline: true }, STOPPED).commands).to.have.length(1);
    expect(decide({ offline: true }, STOPPED).fault?.code).to.equal("modules/firewalld-stopped");
  });

  it("reports what firewalld says of a zone or a service that it does not know", () => {
    const { fault } = decide({}, shown(112, 112));
    expect(fault).to.deep.include({ code: "modules/step-failed", missing: true, details: ["Error: its words"] });
    expect(fault?.message).to.contain("the service https in the zone public");
  });

  it("needs root and the program", () => {
    expect(decide({}, "firewalld yes\n").fault?.code).to.equal("modules/not-root");
    expect(decide({}, "root yes\nfirewalld no\n").fault).to.include({ code: "modules/no-program", missing: true });
  });

  describe("in check mode", () => {
    it("sees what an earlier task would enable or move", () => {
      const first = decide({ permanent: true, immediate: true }, shown(1, 1));
      const later = predictedFrom(first.changes);
      expect(decide({ permanent: true, immediate: true }, shown(1, 1), later).changes).to.deep.equal([]);
      expect(decide({ state: "disabled" }, shown(1, 1), later).changes).to.have.length(1);
      const rule = (text: string) => ({ service: undefined, rich_rule: `rule service name=${text} accept` });
      const ruled = predictedFrom(decide(rule("x"), shown(1, 1)).changes);
      expect(decide(rule('"x"'), shown(1, 1), ruled).changes).to.deep.equal([]);
      const source = { service: undefined, source: "192.0.2.0/24" };
      const moved = predictedFrom(decide({ ...source, zone: "public" }, shown(1, 1)).changes);
      const away = decide(source, shown(1, 1).replace("public", "work"), moved);
      expect(away.changes.map(({ before, after }) => [before, after])).to.deep.equal([["public", "work"]]);
    });

    it("takes the permanent settings for those of a firewalld that an earlier task would start", () => {
      const unit = { resource: { kind: "unit", name: "firewalld.service" }, after: { active: true } } as const;
      expect(decide({}, STOPPED, predictedFrom([unit])).changes).to.have.length(1);
      expect(decide({}, shown(0), predictedFrom([unit])).changes).to.deep.equal([]);
    });

    it("does not know zones and services whose files an earlier task would write", () => {
      const name = "/etc/firewalld/services/app.xml";
      const file = predictedFrom([{ resource: { kind: "path", name }, after: { type: "file" } }]);
      expect(decide({ service: "app" }, shown(1, 101), file).unpredictable).to.contain("files");
    });
  });
});
