import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { leftovers, provision, site } from "../ssh/harness.ts";
import { startSshd, type Sshd } from "../ssh/sshd.ts";
import {
  ANY_HOST,
  LAB,
  loadCases,
  projectFilesOf,
  recordRuns,
  type Recording,
  setupScript,
  shellModules,
  tasksOf,
  testContract,
} from "./contract.ts";

const cases = loadCases(ANY_HOST);

describe("contract/any host", () => {
  let sshd: Sshd;
  let recording: Recording;

  before(async () => {
    sshd = await startSshd();
    const targets = new Map(cases.map(({ task }) => [task, sshd.scratch()]));
    const targetOf = (task: string) => targets.get(task) ?? "";
    for (const { task, scenario } of cases) execFileSync("sh", ["-c", setupScript(scenario)], { cwd: targetOf(task) });
    const folder = site(sshd, tasksOf(cases, targetOf), projectFilesOf(cases));
    recording = await recordRuns({
      provision: (args) => provision(folder, args),
      observe: () => Promise.resolve(new Map([...targets].map(([task, target]) => [task, listing(target)]))),
      readUnchanged: () => Promise.resolve(new Map()),
      leftovers: () => Promise.resolve(leftovers(sshd)),
    });
  });
  after(() => sshd.stop());

  it("has scenarios for every shell module, here or on the lab", async () => {
    const { names, unmatchedFiles } = await shellModules();
    const covered = new Set([...cases, ...loadCases(LAB)].map(({ module }) => module));
    expect(names.filter((name) => !covered.has(name))).to.deep.equal([]);
    expect(unmatchedFiles).to.deep.equal([]);
  });

  testContract(cases, () => recording);
});

/** All files in the folder, with modes, inodes, and the times at which content and attributes changed. */
function listing(folder: string): string {
  const format = "%p %M %i %s %T@ %C@ %l\n";
  return execFileSync("find", [folder, "-printf", format], { encoding: "utf8" });
}
