import { expect } from "chai";
import { adHocPlaybook } from "../../src/cli/ad-hoc.ts";
import { withProject } from "./test-project.ts";

const run = (...argv: readonly string[]) =>
  withProject(async ({ run: provision, write }) => {
    await write("inventory.yaml", "web: { hosts: { w1: { connection: local } } }\n");
    return provision(["run", ...argv]);
  });

describe("cli/ad-hoc", () => {
  const cases: readonly (readonly [readonly string[], string])[] = [
    [[], "{}"],
    [["uptime"], '"uptime"'],
    [["ls", "-l", "/srv"], '"ls -l /srv"'],
    [
      ["src=a b", "dest=/x", "mode=0644", "force=true", "size=5", "list=[1]"],
      '{"src":"a b","dest":"/x","mode":"0644","force":true,"size":5,"list":[1]}',
    ],
    [["{path: /srv,\n  state: directory}"], "{path: /srv, state: directory}"],
    [["FOO=1 env"], '"FOO=1 env"'],
    [["ls", "chdir=/srv"], '"ls chdir=/srv"'],
  ];
  for (const [words, written] of cases) {
    it(`reads ${JSON.stringify(words)}`, () => {
      const text = adHocPlaybook({ hosts: "web:!w2", module: "copy", words });
      expect(text).to.equal(`- name: "copy on web:!w2"\n  hosts: "web:!w2"\n  tasks:\n    - copy: ${written}\n`);
    });
  }

  it("runs one task with the output of plays", async () => {
    const { exit, out } = await run("web", "debug", "msg=Hello from {{ inventory_hostname }}", "--check");
    expect(exit, out).to.equal(0);
    expect(out).to.include("Hello from w1");
  });

  it("lists the hosts that a pattern means", async () => {
    const { exit, out } = await run("web", "ping", "--list-hosts");
    expect(exit, out).to.equal(0);
    expect(out).to.include("    w1\n");
  });

  const WRONG: readonly (readonly [readonly string[], string])[] = [
    [["copy", "dest"], "`provision run HOSTS MODULE NAME=VALUE …`"],
    [["copy", "dest=/x", "nonsense"], "`provision run HOSTS MODULE NAME=VALUE …`"],
    [["copy", "content=x"], "Add `dest`. Write it as"],
    [["copy", "dest=/x"], "Add one of src, content. Write it as"],
    [["copy", "{dest:"], "or a whole map in single quotes"],
    [["no_such_module"], "List the modules with `provision doc`."],
  ];
  for (const [argv, hint] of WRONG) {
    it(`says what to write on the command line instead of ${argv.join(" ")}`, async () => {
      const { exit, out, err } = await run("web", ...argv);
      expect(exit).to.equal(2);
      expect(out + err).to.include(hint);
      expect((out + err).match(/^ERROR/gm)).to.have.lengthOf(1);
    });
  }

  it("reports faults before any connection, with the position in the task", async () => {
    const { exit, out, err } = await run("web", "debug", "mgs=x");
    expect(exit).to.equal(2);
    expect(out + err)
      .to.include("provision run:4:")
      .and.include("`msg`");
    expect((await run("wbe", "command", "id")).exit).to.equal(2);
    expect((await run("web")).exit).to.equal(2);
  });
});
