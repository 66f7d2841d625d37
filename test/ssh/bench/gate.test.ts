import { expect } from "chai";
import { regressions } from "../../../bench/gate/compare.ts";
import { HOW_TO_RECORD, measure, readRecorded } from "../../../bench/gate/gate.ts";

describe("bench/gate", () => {
  it("finds that fixed work needs no more than what is recorded", async () => {
    const grown = regressions(await measure(), await readRecorded());
    expect(grown, `${grown.join("\n")}\n${HOW_TO_RECORD}\n`).to.be.empty;
  }).timeout(300_000);
});
