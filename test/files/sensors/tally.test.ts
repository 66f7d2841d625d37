import { expect } from "chai";
import { countError, emptyTally, inFlight, progressLine } from "../../../files/sensors/tally.ts";

describe("sensors/tally", () => {
  it("counts generated, unacknowledged records as in flight", () => {
    expect(inFlight({ ...emptyTally(), generated: 10, acknowledged: 7 })).to.equal(3);
  });

  it("prints one line of names and values", () => {
    const tally = { ...emptyTally(), generated: 612, acknowledged: 600, outliers: 11, skipped: 4 };
    expect(progressLine(Date.UTC(2026, 0, 1), tally, 59.96)).to.equal(
      "2026-01-01T00:00:00.000Z acknowledged=600 per_second=60.0 in_flight=12 outliers=11 skipped=4 errors=0",
    );
  });

  it("prints the last error", () => {
    const tally = emptyTally();
    countError(tally, new Error("first"));
    countError(tally, new Error('no "leader"'));
    expect(progressLine(0, tally, 0)).to.match(/ errors=2 last_error="no \\"leader\\""$/);
  });
});
