import { expect } from "chai";
import { withProject } from "../test-project.ts";

const FILES = {
  "inventory.yaml": "web: { hosts: { w1: { x: 1, port: 2222 } }, vars: { x: 2, y: { a: 1 } } }\n",
  "group_vars/all.yaml": 'x: "{{ y.a }}"\nlater: "{{ facts.os.family }}"\npassword: "{{ word }}"\n',
  "roles/r/defaults/main.yaml": "y: 5\nown: 6\n",
  "roles/r/vars/main.yaml": "own: 7\n",
  "roles/r/tasks/main.yaml": "[]\n",
  "site.yaml": "- name: Site\n  hosts: web\n  vars: { x: 3 }\n  roles: [r]\n",
};

const show = (...argv: readonly string[]) =>
  withProject(async ({ run, write }) => {
    for (const [name, text] of Object.entries(FILES)) await write(name, text);
    await run(["secrets", "keygen"]);
    await write("secrets.yaml", "word: hunter22\n");
    await run(["secrets", "encrypt", "secrets.yaml"]);
    return run(["vars", ...argv]);
  });

describe("cli/commands/vars", () => {
  it("shows a value, where it is written, and what it overrides", async () => {
    expect((await show("w1", "x")).out).to.equal(`x: 1
    from inventory.yaml:1:26 (host w1)
    overrides inventory.yaml:1:56 (group web): 2
    overrides group_vars/all.yaml:1:4: 1
`);
  });

  it("shows all variables and settings, without secrets", async () => {
    const { exit, out } = await show("w1");
    expect(exit).to.equal(0);
    expect(out).to.include("port: 2222\n    from inventory.yaml:1:35 (host w1)\n");
    expect(out).to.include('y: {"a":1}\n');
    expect(out).to.include("later: (not known before a run: ");
    expect(out).to.include("word: ********\n    from secrets.yaml");
    expect(out).to.include("password: ********\n");
    expect(out).to.not.include("hunter22");
  });

  it("adds the variables of a playbook and its roles, and those of -e", async () => {
    const { out } = await show("w1", "-e", "x=9", "--playbook", "site.yaml");
    expect(out).to.include(
      "x: 9\n    from -e\n    overrides site.yaml:3:14 (play Site): 3\n    overrides inventory.yaml:1:26 (host w1): 1\n",
    );
    expect(out).to.include("overrides roles/r/defaults/main.yaml:1:4 (defaults of the role r): 5\n");
    expect(out).to.include(
      "own: 7\n    from roles/r/vars/main.yaml:1:6 (vars of the role r)\n    overrides roles/r/defaults/main.yaml:2:6 (defaults of the role r): 6\n",
    );
  });

  it("names a host or a variable that does not exist", async () => {
    expect((await show("w2")).err).to.include("The inventory has no host or group `w2`.");
    const { exit, err } = await show("w1", "pasword");
    expect(exit).to.equal(2);
    expect(err).to.include("Nothing defines the variable pasword for w1.").and.include("Did you mean password?");
  });
});

describe("cli/commands/vars: messages", () => {
  const files = {
    "inventory.yaml":
      "all: { hosts: { w1: { ansible_become_exe: doas } }, children: { web: { hosts: { w1: } }, none: {} } }\n",
  };
  const shown = (...argv: readonly string[]) =>
    withProject(async ({ run, write }) => {
      for (const [name, text] of Object.entries(files)) await write(name, text);
      return run(argv);
    });

  for (const argv of [["vars"], ["inventory", "--host"]]) {
    it(`of ${argv.join(" ")} names the hosts of a group`, async () => {
      const { exit, err } = await shown(...argv, "web");
      expect(exit).to.equal(2);
      expect(err).to.include("`web` is a group").and.to.include("have the variables of the group: w1.");
      expect((await shown(...argv, "none")).err).to.include("The group has no hosts.");
      expect((await shown(...argv, "wb")).err).to.include("no host or group `wb`");
    });
  }

  it("warns of what the project has that is not used", async () => {
    const { exit, out, err } = await shown("vars", "w1");
    expect(exit).to.equal(0);
    expect(err).to.include("warning").and.to.include("ansible_become_exe");
    expect(out).to.not.include("warning");
  });
});
