import { lchownSync, readdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { isNonEmpty } from "../../../../src/model/non-empty.ts";
import { command } from "../../../../src/modules/command/command.ts";
import { OTHER, SharedTarget } from "../others.ts";
import { NOTHING_PREDICTED, withDefaults } from "../target.ts";

describe("modules/lib/command/folder", () => {
  let target: SharedTarget;
  beforeEach(function () {
    if (process.getuid?.() !== 0) this.skip();
    target = new SharedTarget();
    target.make("home", OTHER);
    target.make("home/app", OTHER);
  });
  afterEach(() => target.remove());

  const swap = () => {
    renameSync(target.path("home/app"), target.path("home/aside"));
    symlinkSync(target.path("safe"), target.path("home/app"));
    lchownSync(target.path("home/app"), OTHER, OTHER);
  };

  it("does not run in the folder of a link that appears after the decision", async () => {
    const args = withDefaults(command, { argv: ["touch", "made"], chdir: target.path("home/app") });
    const state = await target.probe(command, args);
    const { changes } = command.decide(args, state, NOTHING_PREDICTED);
    if (!isNonEmpty(changes)) throw new Error("nothing to do");
    const { script, parse } = command.apply(args, changes, state);
    swap();
    const outcome = parse?.(await target.send(script));
    expect(outcome?.ok === false && outcome.faults[0].code).to.equal("modules/unsafe-link");
    expect(readdirSync(target.path("safe"))).to.deep.equal(["folder", "secret"]);
  });

  it("does not run a command that only reads there, either", async () => {
    swap();
    const args = withDefaults(command, { argv: ["cat", "secret"], chdir: target.path("home/app") });
    const read = command.asRead?.(args);
    if (!read) throw new Error("cannot read");
    const answer = await target.send(read.script);
    const outcome = read.parse(answer);
    expect(!outcome.ok && outcome.faults[0].code).to.equal("modules/unsafe-link");
    expect(answer.stdout).not.to.include("secret\n");
  });

  it("takes no output of a command for an obstacle", async () => {
    const args = withDefaults(command, { argv: ["printf", "obstacle unsafe-link\\nwhere eA==\\n"], chdir: "/" });
    const read = command.asRead?.(args);
    if (!read) throw new Error("cannot read");
    const outcome = read.parse(await target.send(read.script));
    expect(outcome.ok && outcome.value["stdout"]).to.equal("obstacle unsafe-link\nwhere eA==");
    const { applied } = await target.run(command, args);
    expect(applied?.ok && applied.value["stdout"]).to.equal("obstacle unsafe-link\nwhere eA==");
  });

  it("looks for relative names only in the working directory", async () => {
    const args = withDefaults(command, { argv: ["true"], chdir: target.path("none"), creates: "etc" });
    expect(await target.probe(command, args)).to.include({ creates: false });
  });

  it("says that a working directory below a file does not exist", async () => {
    writeFileSync(target.path("f"), "");
    const fault = await target.faultOf(command, { argv: ["true"], chdir: target.path("f/below") });
    expect(fault?.code).to.equal("modules/no-chdir");
  });

  it("keeps the name of the working directory for the command", async () => {
    symlinkSync("home/app", target.path("current"));
    const args = { argv: ["sh", "-c", "pwd; pwd -P"], chdir: `${target.path("current")}/` };
    const { applied } = await target.run(command, args);
    const expected = [target.path("current"), target.path("home/app")];
    expect(applied?.ok && applied.value["stdout_lines"]).to.deep.equal(expected);
  });
});
