import { expect } from "chai";
import { journalLine, readJournalLine } from "../../../../files/sensors/journal/journal-line.ts";

const RECORD = { topic: "raw_sensors", partition: 1, offset: 12, key: "sensor-0001", value: '{"seq":0}' };

describe("sensors/journal/journal-line", () => {
  it("writes one JSON object and a line feed, with headers only if there are any", () => {
    expect(journalLine(RECORD)).to.equal(
      '{"topic":"raw_sensors","partition":1,"offset":12,"key":"sensor-0001","value":"{\\"seq\\":0}"}\n',
    );
    expect(journalLine({ ...RECORD, headers: { injected: "outlier" } })).to.include('"headers":{"injected":"outlier"}');
  });

  it("reads a line back as it was written", () => {
    for (const record of [RECORD, { ...RECORD, key: null, value: "a\nb\u2028" }, { ...RECORD, headers: { a: "b" } }]) {
      expect(readJournalLine(journalLine(record))).to.deep.equal(record);
    }
  });

  it("rejects a line that is incomplete or lacks a field", () => {
    const whole = journalLine(RECORD);
    for (const text of [whole.slice(0, 40), "", "null", "[]", '{"topic":"t","partition":0,"offset":"1"}']) {
      expect(readJournalLine(text), text).to.equal(undefined);
    }
  });
});
