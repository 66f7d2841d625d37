import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { leftovers, provision, site } from "../ssh/harness.ts";
import { startSshd, type Sshd } from "../ssh/sshd.ts";
import {
  beforeOf,
  casesIn,
  filesOf,
  itKeepsTheContract,
  ON_ANY_HOST,
  ON_THE_LAB,
  playOn,
  shellModules,
  tasksOf,
  type Played,
} from "./contract.ts";

const cases = casesIn(ON_ANY_HOST);

describe("every shell module", () => {
  let sshd: Sshd;
  let played: Played;

  before(async () => {
    sshd = await startSshd();
    const targets = new Map(cases.map(({ task }) => [task, sshd.scratch()]));
    const targetOf = (task: string) => targets.get(task) ?? "";
    for (const { task, scenario } of cases) execFileSync("sh", ["-c", beforeOf(scenario)], { cwd: targetOf(task) });
    const folder = site(sshd, tasksOf(cases, targetOf), filesOf(cases));
    played = await playOn({
      provision: (args) => provision(folder, args),
      see: () => Promise.resolve(new Map([...targets].map(([task, target]) => [task, listing(target)]))),
      keep: () => Promise.resolve(new Map()),
      left: () => Promise.resolve(leftovers(sshd)),
    });
  });
  after(() => sshd.stop());

  it("has scenarios here or among those for the lab", async () => {
    const { names, stray } = await shellModules();
    const played = new Set([...cases, ...casesIn(ON_THE_LAB)].map(({ name }) => name));
    expect(names.filter((name) => !played.has(name))).to.deep.equal([]);
    expect(stray).to.deep.equal([]);
  });

  itKeepsTheContract(cases, () => played);
});

/** Everything in the folder, with modes, inodes, and the times at which content and attributes changed. */
function listing(folder: string): string {
  const format = "%p %M %i %s %T@ %C@ %l\n";
  return execFileSync("find", [folder, "-printf", format], { encoding: "utf8" });
}
