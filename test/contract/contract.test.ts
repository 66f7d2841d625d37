import { expect } from "chai";
import { startSshd, type Sshd } from "../ssh/sshd.ts";
import { anyHostCases, recordOn } from "./any-host.ts";
import { LAB, loadCases, shellModules, testContract, type Recording } from "./contract.ts";

/** What it changes is the server itself: `test/lab/contract.test.ts` restarts one after all scenarios. */
const RESTARTS: readonly string[] = ["reboot"];

describe("contract/any host", () => {
  let sshd: Sshd;
  let recording: Recording;

  before(async () => {
    sshd = await startSshd();
    recording = await recordOn(sshd);
  });
  after(() => sshd.stop());

  it("has scenarios for every shell module, here or on the lab", async () => {
    const { names, unmatchedFiles } = await shellModules();
    const covered = new Set([...anyHostCases, ...loadCases(LAB)].map(({ module }) => module));
    expect(names.filter((name) => !covered.has(name) && !RESTARTS.includes(name))).to.deep.equal([]);
    expect(unmatchedFiles).to.deep.equal([]);
  });

  testContract(anyHostCases, () => recording);
});
