import { expect } from "chai";
import { loadFiles } from "./temporary-project.ts";

/** The hints of the faults of a play with this condition. */
async function hints(condition: string): Promise<string[]> {
  const site = `- hosts: all\n  vars: { app: x }\n  tasks:\n    - { name: A, command: id, when: ${condition} }\n`;
  const outcome = await loadFiles({ "site.yaml": site });
  return outcome.ok ? [] : outcome.faults.map(({ hint }) => hint);
}

describe("load/names", () => {
  const written: Readonly<Record<string, string>> = {
    "size(groups.web-servers) > 0": 'If `-` is a part of the name, write `groups["web-servers"]`.',
    "size(groups.a-b-c) > 0": 'If `-` is a part of the name, write `groups["a-b-c"]`.',
    "facts.mounts.x-y == 1": 'If `-` is a part of the name, write `facts.mounts["x-y"]`.',
  };
  for (const [condition, hint] of Object.entries(written)) {
    it(`says how to write a name with a minus in ${condition}`, async () => {
      expect((await hints(condition))[0]).to.equal(hint);
    });
  }

  const family = 'Write facts.os.family; its values are in lower case, as in "debian".';
  const facts: Readonly<Record<string, string>> = {
    "ansible_facts.os_family == 'Debian'": family,
    '\'ansible_facts["os_family"] == "Debian"\'': family,
    "ansible_facts.ansible_os_family == 'Debian'": family,
    "ansible_facts.default_ipv4.address == ''": "Write facts.default_ipv4.",
    "size(ansible_facts.packages) > 0": "Write facts.packages.",
  };
  for (const [condition, hint] of Object.entries(facts)) {
    it(`translates the fact in ${condition}`, async () => {
      expect(await hints(condition)).to.deep.equal([hint]);
    });
  }

  it("accepts the fact that the hint names", async () => {
    expect(await hints("facts.os.family == 'debian'")).to.deep.equal([]);
  });

  for (const [word, meant] of Object.entries({ no: "false", yes: "true", on: "true", Off: "false", '"no"': "false" })) {
    it(`says what ${word} means`, async () => {
      expect(await hints(word)).to.deep.equal([`Write ${meant}.`]);
    });
  }

  it("compares only the first names, so that thousands of mistakes are reported within seconds", async () => {
    const names = Array.from({ length: 300 }, (_, index) => `{{ abcdefghij${index} }}`).join("");
    const site = `- hosts: all\n  vars: { abcdefghij: x }\n  tasks:\n    - command: "${names}"\n`;
    const outcome = await loadFiles({ "site.yaml": site });
    const found = outcome.ok ? [] : outcome.faults.map(({ hint }) => hint);
    expect(found).to.have.length(300);
    expect(found.filter((hint) => hint.startsWith("Did you mean"))).to.have.length(200);
  });

  it("finds a name with a minus at the end of a line of a megabyte", async () => {
    const outcome = await loadFiles({
      "site.yaml": "- hosts: all\n  tasks:\n    - template: { src: a.hbs, dest: /x }\n",
      "templates/a.hbs": `${"{{ nope }}".repeat(5000)}{{ x-nope }}${"a".repeat(1_000_000)}`,
    });
    expect(outcome.ok ? 0 : outcome.faults.length).to.equal(5001);
  }).timeout(20_000);

  const sources: Readonly<Record<string, string>> = {
    "load/missing-file": "copy: { src: nofile, dest: '{{ nope }}' }",
    "load/missing-template": "template: { src: nofile.hbs, dest: '{{ nope }}' }",
    "load/encoding": "template: { src: bytes.hbs, dest: '{{ nope }}' }",
  };
  for (const [code, task] of Object.entries(sources)) {
    it(`shows undefined names next to ${code} of a source`, async () => {
      const outcome = await loadFiles({
        "site.yaml": `- hosts: all\n  tasks:\n    - ${task}\n`,
        "templates/bytes.hbs": Buffer.from([0xff]),
      });
      const codes = outcome.ok ? [] : outcome.faults.map((fault) => fault.code);
      expect(codes).to.have.members([code, "load/undefined-name"]);
    });
  }

  it("hides undefined names where a file of variables is missing", async () => {
    const outcome = await loadFiles({
      "site.yaml": "- hosts: all\n  vars_files: [x.yaml]\n  tasks:\n    - command: '{{ nope }}'\n",
    });
    expect(outcome.ok ? [] : outcome.faults.map(({ code }) => code)).to.deep.equal(["load/missing-file"]);
  });

  it("names Ansible's facts even where a file of variables is missing", async () => {
    const outcome = await loadFiles({
      "site.yaml":
        "- hosts: all\n  vars_files: [x.yaml]\n  tasks:\n    - command: '{{ ansible_distribution }} {{ nope }}'\n",
    });
    const faults = outcome.ok ? [] : outcome.faults;
    expect(faults.map(({ code }) => code)).to.have.members(["load/missing-file", "load/undefined-name"]);
  });

  it("says what to define for any other name", async () => {
    expect(await hints("3 - apps > 0")).to.deep.equal(["Did you mean `app`?"]);
    expect(await hints("nowhere")).to.deep.equal([
      "Define it in a role's defaults, in group_vars or under vars, or set it with -e.",
    ]);
  });
});
