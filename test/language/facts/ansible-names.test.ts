import { expect } from "chai";
import { ANSIBLE_FACTS } from "../../../src/language/facts/ansible-names.ts";
import { FACTS } from "../../../src/language/facts/catalogue.ts";
import { MODULE_FACTS } from "../../../src/language/facts/module-facts.ts";
import { ansibleNameHint } from "../../../src/language/jinja/facts.ts";

describe("language/facts/ansible-names", () => {
  for (const [ansible, ours] of Object.entries(ANSIBLE_FACTS)) {
    it(`names ${ours} for ansible_${ansible}, which exists`, () => {
      const [name = "", ...fields] = ours
        .replace(/^keys\((.*)\)$/, "$1")
        .split(".")
        .slice(1);
      const example = [...FACTS, ...MODULE_FACTS].find((fact) => fact.name === name)?.example;
      expect(example).to.not.equal(undefined);
      // The examples of maps whose keys depend on the host have only some of them.
      if (fields[0] !== undefined && !["dmi", "ssh_host_keys"].includes(name))
        expect(example).to.have.property(fields[0]);
      expect(ansibleNameHint(`ansible_${ansible}`)).to.include(ours);
    });
  }

  it("names what getent reads", () => {
    expect(ansibleNameHint("ansible_facts", "getent_passwd")).to.equal("Write facts.getent_passwd.");
  });

  it("names an interface", () => expect(ansibleNameHint("ansible_eth0")).to.equal("Write facts.interfaces.eth0."));
});
