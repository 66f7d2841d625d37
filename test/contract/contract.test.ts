import { expect } from "chai";
import { startSshd, type Sshd } from "../ssh/sshd.ts";
import { anyHostCases, recordOn } from "./any-host.ts";
import { LAB, loadCases, shellModules, testContract, type Recording } from "./contract.ts";

/**
 * Without scenarios: `reboot` changes the server itself, and `test/lab/contract.test.ts` restarts one after all of them; a second run of
 * `tempfile` makes another file, as `test/run/cases/modules/files/tempfile.yaml` expects.
 */
const NEVER_OK: readonly string[] = ["reboot", "tempfile"];

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
    expect(names.filter((name) => !covered.has(name) && !NEVER_OK.includes(name))).to.deep.equal([]);
    expect(unmatchedFiles).to.deep.equal([]);
  });

  testContract(anyHostCases, () => recording);
});
