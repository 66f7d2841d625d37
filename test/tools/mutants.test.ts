import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readKillers } from "../../tools/mutants/killers.ts";
import { mutate, readMutants } from "../../tools/mutants/mutant.ts";
import { CONTROLS } from "../faults/controls.ts";

const ROOT = join(import.meta.dirname, "../../..");
const PROGRAM = join(import.meta.dirname, "../../tools/mutants.js");
const MUTANT = { name: "One is two.", file: "a.ts", from: "one", to: "two" };

describe("tools/mutants", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-mutants-test-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("replaces a snippet that occurs exactly once", () => {
    writeFileSync(join(folder, "a.ts"), "zero one two");
    expect(mutate(folder, MUTANT)).to.equal("zero two two");
  });

  it("names the mutant to update if its file is missing or has no such snippet, or several", () => {
    expect(() => mutate(folder, MUTANT)).to.throw("a.ts does not exist. Update the mutant: One is two.");
    writeFileSync(join(folder, "a.ts"), "two");
    expect(() => mutate(folder, MUTANT)).to.throw("a.ts has the snippet 0 times, not once.");
    writeFileSync(join(folder, "a.ts"), "one one");
    expect(() => mutate(folder, MUTANT)).to.throw("a.ts has the snippet 2 times, not once.");
  });

  it("finds the snippets of all its mutants in the code of today", () => {
    const mutants = [...readMutants(join(ROOT, "tools/mutants")), ...CONTROLS.map(({ mutant }) => mutant)];
    const stale = mutants.flatMap((mutant) => {
      try {
        mutate(ROOT, mutant);
        return [];
      } catch (error) {
        return [String(error)];
      }
    });
    expect(stale).to.deep.equal([]);
  });

  it("fails if its arguments select no mutant", () => {
    const { status, stdout } = spawnSync(process.execPath, [PROGRAM, "src/no-such-file"], { encoding: "utf8" });
    expect(stdout).to.contain("No mutant is in a file with src/no-such-file in its path.");
    expect(status).to.equal(1);
  });

  it("rejects an entry with a missing or an extra key", () => {
    writeFileSync(join(folder, "run.yaml"), "- { name: One is two., file: a.ts, from: one }\n");
    expect(() => readMutants(folder)).to.throw("run.yaml: each entry has the keys");
  });

  it("suggests the case that killed a mutant before, then those of the other mutants in its file", () => {
    const file = join(folder, "build/killers.json");
    const other = { ...MUTANT, name: "One is three." };
    const killers = readKillers(file);
    killers.add(other, "tags/tags.yaml");
    killers.add(MUTANT, "loops/loop.yaml");
    killers.save();
    expect(readKillers(file).likely(MUTANT)).to.deep.equal(["loops/loop.yaml", "tags/tags.yaml"]);
    expect(readKillers(file).likely({ ...MUTANT, file: "b.ts" })).to.deep.equal([]);
  });
});
