import { expect } from "chai";
import { stat } from "node:fs/promises";
import path from "node:path";
import { withProject, type TestProject } from "../test-project.ts";

const INVENTORY = "all: { hosts: { here: { connection: local } }, vars: { token: hunter2222 } }\n";
const SITE = `
- hosts: all
  gather_facts: false
  tasks:
    - name: Says it
      shell: "true"
    - name: Hidden
      shell: "true"
      loop: [secret-item]
      no_log: true
    - debug: { msg: fine }
`;

/** Checks a playbook and reads the report. */
function reported(use: (project: TestProject) => Promise<void>, site = SITE) {
  return withProject(async (project) => {
    await project.write("inventory.yaml", INVENTORY);
    await project.write("site.yaml", site);
    await use(project);
  });
}

describe("cli/saved: --report", () => {
  it("writes a file of the user's own that holds what is unknown, and nothing of no_log", () =>
    reported(async ({ run, read, folder }) => {
      const { exit, err } = await run(["site.yaml", "--check", "--exit-code", "--report", "drift.md"]);
      expect(exit, err).to.equal(4);
      const text = await read("drift.md");
      expect(text).to.match(/^# Check of site.yaml\n[^]*## Unknown\n\n### here\n\n- \*\*Says it\*\*/);
      expect(text).to.include("**Hidden**").and.to.not.include("secret-item");
      expect((await stat(path.join(folder, "drift.md"))).mode & 0o777).to.equal(0o600);
    }));

  it("writes JUnit's file beside it, and both or none", () =>
    reported(async ({ run, read, files, folder }) => {
      await run(["site.yaml", "--check", "--report", "drift.md", "--junit", "results.xml"]);
      expect(await read("results.xml")).to.match(/^<\?xml [^]*<testsuite name="here"[^]*type="unknown"/);
      expect(await read("results.xml")).to.not.include("secret-item");
      const wrong = await run(["site.yaml", "--check", "--report", "new.md", "--junit", "none/results.xml"]);
      expect(wrong.exit).to.equal(2);
      expect(wrong.out + wrong.err).to.include("there is no folder");
      expect(await files(folder)).to.not.include("new.md");
      expect((await run(["site.yaml", "--list-tags", "--junit", "a.xml"])).err).to.include(
        "The flag --junit needs a run",
      );
    }));

  it("writes the errors of a project that cannot be run", () =>
    reported(async ({ run, read }) => {
      expect((await run(["site.yaml", "--report", "out.md"])).exit).to.equal(2);
      expect(await read("out.md")).to.match(/^# Nothing was run\n[^]*## Failed\n[^]*no\\_such/);
    }, "- { hosts: all, tasks: [{ no_such: {} }] }\n"));

  const wrong: readonly (readonly [string, string, string])[] = [
    ["another ending", "drift.txt", "does not say what kind of file"],
    ["a folder that is missing", "none/drift.md", "there is no folder"],
    ["a folder in its place", "dir.md", "it is not a regular file"],
  ];
  for (const [title, name, message] of wrong) {
    it(`rejects ${title} before the run`, () =>
      reported(async ({ run, write, files, folder }) => {
        await write("dir.md/file", "");
        const before = await files(folder);
        const { exit, out, err } = await run(["site.yaml", "--check", "--report", name]);
        expect([exit, out + err]).to.satisfy(([code, text]: [number, string]) => code === 2 && text.includes(message));
        expect(await files(folder)).to.deep.equal(before);
      }));
  }

  it("rejects a report of a run that only lists", () =>
    reported(async ({ run }) => {
      const { exit, err } = await run(["site.yaml", "--list-tasks", "--report", "a.md"]);
      expect([exit, err]).to.satisfy(([code, text]: [number, string]) => code === 2 && text.includes("only list"));
    }));
});
