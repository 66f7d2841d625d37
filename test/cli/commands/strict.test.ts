import { expect } from "chai";
import { strictly } from "../../../src/cli/exit-codes.ts";
import { withProject } from "../test-project.ts";

const INVENTORY = "all: { hosts: { here: { connection: local } } }\n";
const WARNS = "- hosts: all\n  gather_facts: false\n  tasks:\n    - debug: { msg: Too few windows., warning: true }\n";
const SILENT = WARNS.replace(", warning: true", "");

/** Runs a playbook with an inventory whose only host is this machine. */
function ran(playbook: string, ...flags: string[]) {
  return withProject(async ({ write, run }) => {
    await write("inventory.yaml", INVENTORY);
    await write("site.yaml", playbook);
    return run(["site.yaml", "--check", ...flags]);
  });
}

describe("cli/commands: --strict", () => {
  it("repeats a warning in the recap, and exits 0", async () => {
    const { exit, out } = await ran(WARNS);
    expect(out).to.match(/RECAP[^]*\n1 warning:\n {2}here: Too few windows\.\n/);
    expect(exit).to.equal(0);
  });

  it("exits 1 if a task warns", async () => {
    expect((await ran(WARNS, "--strict")).exit).to.equal(1);
    expect((await ran(SILENT, "--strict")).exit).to.equal(0);
  });

  it("exits 1 if the project warns, even if no host is connected to", async () => {
    const flags = ["-e", "unused={{ x }}", "--syntax-check"];
    expect((await ran(SILENT, ...flags)).exit).to.equal(0);
    expect((await ran(SILENT, ...flags, "--strict", "--json")).out).to.match(/"event":"recap".*"exit":1\}/);
  });

  it("keeps the exit code of other failures", () => {
    expect(strictly(3, true, 1)).to.equal(3);
    expect(strictly(4, true, 1)).to.equal(1);
    expect(strictly(4, false, 1)).to.equal(4);
  });
});
