import { expect } from "chai";
import { CONSUMER_PROPERTIES, parseDump } from "../../../files/proof/consumed.ts";

const LINE = "Partition:1\u001fOffset:5\u001finjected:outlier\u001dreason:a:b\u001fsensor-0001\u001f{}\u001e";

describe("proof/consumed", () => {
  it("reads partition, offset, headers, key and value", () => {
    expect(parseDump(LINE)).to.deep.equal({
      records: [
        { partition: 1, offset: 5, headers: { injected: "outlier", reason: "a:b" }, key: "sensor-0001", value: "{}" },
      ],
      incomplete: [],
    });
  });

  it("distinguishes missing keys and values from empty ones", () => {
    const dump =
      "Partition:0\u001fOffset:0\u001fNO_HEADERS\u001f\u001a\u001f\u001a\u001ePartition:0\u001fOffset:1\u001fNO_HEADERS\u001f\u001f\u001e";
    expect(parseDump(dump).records.map(({ key, value }) => [key, value])).to.deep.equal([
      [null, null],
      ["", ""],
    ]);
  });

  it("keeps line breaks and tabs in values, and ignores log lines around records", () => {
    const odd = "Partition:0\u001fOffset:0\u001fNO_HEADERS\u001fa\tb\u001fline\nline\u001e";
    const { records, incomplete } = parseDump(
      `[x] INFO values:\n\tkey = 1\n${LINE}[x] INFO again\n${odd}[x] INFO closed\n`,
    );
    expect(records.map(({ key, value }) => [key, value])).to.deep.equal([
      ["a\tb", "line\nline"],
      ["sensor-0001", "{}"],
    ]);
    expect(incomplete).to.deep.equal([]);
  });

  it("reports a truncated record", () => {
    const cut = LINE.slice(0, 30);
    expect(parseDump(LINE + cut))
      .to.have.property("incomplete")
      .that.deep.equals([cut]);
  });

  it("sorts by partition and offset", () => {
    const at = (partition: number, offset: number) =>
      `Partition:${partition}\u001fOffset:${offset}\u001fNO_HEADERS\u001fk\u001fv\u001e`;
    const { records } = parseDump(at(1, 0) + at(0, 11) + at(0, 2));
    expect(records.map(({ partition, offset }) => [partition, offset])).to.deep.equal([
      [0, 2],
      [0, 11],
      [1, 0],
    ]);
  });

  it("passes the separators to the consumer", () => {
    expect(CONSUMER_PROPERTIES).to.include.members(["print.key=true", "key.separator=\u001f", "line.separator=\u001e"]);
  });
});
