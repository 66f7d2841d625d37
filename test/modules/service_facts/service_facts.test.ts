import { expect } from "chai";
import { Unknown } from "../../../src/model/unknown.ts";
import { service_facts } from "../../../src/modules/service_facts/service_facts.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, withDefaults } from "../lib/target.ts";

function servicesIn(stdout: string, predicted = NOTHING_PREDICTED) {
  const args = withDefaults(service_facts, {});
  const state = service_facts.probe(args).parse(answered(stdout));
  if (!state.ok) throw new Error(state.faults[0].code);
  return service_facts.decide(args, state.value, predicted).gathered?.["services"];
}

describe("service_facts", () => {
  it("takes the state from the loaded units of systemd, and the status from the unit files", () => {
    const printed = `list-units ssh.service loaded active running OpenSSH server
list-units apt-daily.service loaded inactive dead Daily apt
list-units web.service loaded failed failed Web
list-units plymouth.service not-found inactive dead plymouth.service
list-units run-1.service loaded active running A command
list-unit-files ssh.service enabled enabled
list-unit-files apt-daily.service static -
list-unit-files web.service disabled enabled
list-unit-files getty@.service enabled enabled
`;
    const service = (name: string, state: string, status: string) => ({ name, state, status, source: "systemd" });
    expect(servicesIn(printed)).to.deep.equal({
      "apt-daily.service": service("apt-daily.service", "stopped", "static"),
      "getty@.service": service("getty@.service", "stopped", "enabled"),
      "plymouth.service": service("plymouth.service", "stopped", "not-found"),
      "run-1.service": service("run-1.service", "running", "unknown"),
      "ssh.service": service("ssh.service", "running", "enabled"),
      "web.service": service("web.service", "failed", "disabled"),
    });
  });

  it("takes scripts where systemd does not run", () => {
    expect(servicesIn("script sshd yes yes\nscript cron unknown no\n")).to.deep.equal({
      cron: { name: "cron", state: "unknown", status: "disabled", source: "sysv" },
      sshd: { name: "sshd", state: "running", status: "enabled", source: "openrc" },
    });
  });

  it("fails if systemctl does not answer", () => {
    expect(() => servicesIn("failed 124\n")).to.throw("modules/step-failed");
  });

  it("is unknown in check mode if an earlier task would change a unit", () => {
    const predicted = predictedFrom([{ resource: { kind: "unit", name: "web.service" }, after: {} }]);
    expect(servicesIn("", predicted)).to.deep.equal(new Unknown("an earlier task would change the unit web.service"));
  });
});
