import { expect } from "chai";
import { gapFault } from "../../../src/modules/druid_supervisor/gap.ts";
import { parseStatus } from "../../../src/services/druid/responses.ts";
import { fresh, stuck } from "../../services/druid/fixtures.ts";

const status = parseStatus(stuck);
const kept = [
  { partition: 0, earliest: 0, latest: 430 },
  { partition: 1, earliest: 1500, latest: 1570 },
];
const gap = "partition 1: Druid needs offset 1000, but Kafka's first is 1500";
const error = "Previous sequenceNumber [1000] is no longer available for partition [1]. You can clear it.";

describe("modules/druid_supervisor/gap", () => {
  it("names both offsets and what to do, although Druid reports the supervisor as healthy", () => {
    const fault = gapFault("raw", status, kept);
    expect(fault?.message).to.equal(`Supervisor raw cannot continue reading: ${gap}.`);
    expect(fault?.hint).to.contain("/supervisor/raw/reset").and.to.contain("nothing was reset");
    expect(fault?.details).to.deep.equal([gap]);
  });

  it("finds a gap before the task has reported its offsets", () => {
    expect(gapFault("raw", parseStatus(fresh), kept)?.message).to.contain(gap);
  });

  it("finds no gap if Kafka has the next record, or does not answer", () => {
    const enough = [{ partition: 1, earliest: 1000, latest: 1570 }];
    expect(gapFault("raw", status, enough)).to.equal(undefined);
    expect(gapFault("raw", status, undefined)).to.equal(undefined);
  });

  it("trusts Druid's own report if it is unhealthy, and adds Kafka's offset if known", () => {
    const unhealthy = { ...status, offsets: {}, healthy: false, errors: [error] };
    expect(gapFault("raw", unhealthy, kept)?.message).to.contain(gap);
    expect(gapFault("raw", unhealthy, undefined)?.message).to.contain("offset 1000, but Kafka no longer has it");
    expect(gapFault("raw", { ...unhealthy, healthy: true }, undefined)).to.equal(undefined);
  });
});
