import { expect } from "chai";
import { parseFailure, parseStatus, refusalReason } from "../../../src/services/druid/responses.ts";
import { fresh, sqlError, stuck } from "./fixtures.ts";

describe("services/druid/responses", () => {
  it("parses the status of a supervisor", () => {
    const status = parseStatus(stuck);
    expect(status).to.deep.include({ state: "RUNNING", detailed: "RUNNING", healthy: true, suspended: false });
    expect(status).to.deep.include({ active: 1, publishing: 0, lag: 570, counted: true, errors: [] });
    expect(status.offsets).to.deep.equal({ "0": 430, "1": 1000 });
    expect(status.steady).to.be.closeTo(17.179, 0.001);
  });

  it("uses the starting offsets of a task until it reports current ones", () => {
    const status = parseStatus(fresh);
    expect(status.offsets).to.deep.equal({ "0": 0, "1": 1000 });
    expect(status).to.deep.include({ counted: false, publishing: 1, errors: ["second", "first"] });
  });

  it("reports a failure of the last completed task only", () => {
    const good = { id: "a", type: "index_kafka", statusCode: "SUCCESS", errorMsg: null };
    const failed = { id: "b", type: "index_kafka", statusCode: "FAILED", errorMsg: "no heap" };
    expect(parseFailure([failed, good])).to.equal("task b failed: no heap");
    expect(parseFailure([good, failed])).to.equal(undefined);
    expect(parseFailure([{ ...failed, type: "compact" }, good])).to.equal(undefined);
    expect(parseFailure([])).to.equal(undefined);
  });

  it("finds the reason in each form of an error answer", () => {
    expect(refusalReason(sqlError, "")).to.equal("Object 'absent' not found (line [1], column [15])");
    expect(refusalReason({ error: "Cannot construct" }, "")).to.equal("Cannot construct");
    expect(refusalReason(undefined, "Cannot find any supervisor\n")).to.equal("Cannot find any supervisor");
  });
});
