import { expect } from "chai";
import { DEFAULT_PROOF } from "../../files/proof/command-line.ts";
import { differencesOf, prove } from "../../files/proof/prove.ts";
import { checkpoints, runningJob } from "../site/flink.ts";
import { deployed } from "../site/harness.ts";
import { parseTopics, readTopics, WINDOWS_CLOSE } from "../site/topics.ts";

/** Runs some tests after the ones that stop and kill the job, because the next window takes up to ten minutes to close. */
describe("soak/job-windows: after replacements and kills", function () {
  this.timeout(WINDOWS_CLOSE);

  it("has lost, duplicated or miscounted no record up to a window that closed afterwards", async () => {
    const lab = await deployed();
    const restored = (await checkpoints(lab, (await runningJob(lab)).id))?.restored;
    if (!restored) throw new Error("the job has never been restored, so no earlier test replaced or killed it");
    const restoredAt = restored.restore_timestamp;
    const topics = parseTopics(await readTopics(lab, (windows) => windows.some(({ end }) => end > restoredAt)));
    const proof = prove(topics, DEFAULT_PROOF);
    expect(proof.scope.until).to.be.greaterThan(restoredAt);
    expect(differencesOf(proof)).to.deep.equal([]);
  });
});
