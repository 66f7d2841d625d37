import { expect } from "chai";
import { DEFAULT_PROOF } from "../../files/proof/command-line.ts";
import { differencesOf, prove } from "../../files/proof/prove.ts";
import { checkpoints, theJob } from "./flink.ts";
import { deployed } from "./harness.ts";
import { parseTopics, readTopics, WINDOWS_CLOSE } from "./topics.ts";

/** Some tests after those that stop and kill the job: a window that has closed since takes up to ten minutes to come. */
describe("the job, replaced and killed", function () {
  this.timeout(WINDOWS_CLOSE);

  it("has lost, doubled and miscounted nothing, up to a window that has closed since", async () => {
    const lab = await deployed();
    const restored = (await checkpoints(lab, (await theJob(lab)).id))?.restored;
    if (!restored) throw new Error("the job has never been restored: nothing was done to it");
    const begun = restored.restore_timestamp;
    const topics = parseTopics(await readTopics(lab, (windows) => windows.some(({ end }) => end > begun)));
    const proof = prove(topics, DEFAULT_PROOF);
    expect(proof.scope.until).to.be.greaterThan(begun);
    expect(differencesOf(proof)).to.deep.equal([]);
  });
});
