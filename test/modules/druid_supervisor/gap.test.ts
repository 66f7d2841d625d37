import { expect } from "chai";
import { gapFault } from "../../../src/modules/druid_supervisor/gap.ts";
import { parseStatus } from "../../../src/services/druid/responses.ts";
import { fresh, stuck } from "../../services/druid/fixtures.ts";

const status = parseStatus(stuck);
const kept = [
  { partition: 0, earliest: 0, latest: 430 },
  { partition: 1, earliest: 1500, latest: 1570 },
];
const said = "partition 1: Druid needs offset 1000, but Kafka's first is 1500";
const error = "Previous sequenceNumber [1000] is no longer available for partition [1]. You can clear it.";

describe("modules/lib/druid-gap", () => {
  it("names both offsets and what to do, though Druid calls it healthy", () => {
    const fault = gapFault("raw", status, kept);
    expect(fault?.message).to.equal(`Supervisor raw cannot continue reading: ${said}.`);
    expect(fault?.hint).to.contain("/supervisor/raw/reset").and.to.contain("nothing was reset");
    expect(fault?.details).to.deep.equal([said]);
  });

  it("sees it before the task has told how far it is", () => {
    expect(gapFault("raw", parseStatus(fresh), kept)?.message).to.contain(said);
  });

  it("sees none where Kafka has what is read next, or does not answer", () => {
    const enough = [{ partition: 1, earliest: 1000, latest: 1570 }];
    expect(gapFault("raw", status, enough)).to.equal(undefined);
    expect(gapFault("raw", status, undefined)).to.equal(undefined);
  });

  it("takes Druid's word for it where it is ill, with Kafka's offset where that is known", () => {
    const ill = { ...status, offsets: {}, healthy: false, errors: [error] };
    expect(gapFault("raw", ill, kept)?.message).to.contain(said);
    expect(gapFault("raw", ill, undefined)?.message).to.contain("offset 1000, but Kafka no longer has it");
    expect(gapFault("raw", { ...ill, healthy: true }, undefined)).to.equal(undefined);
  });
});
