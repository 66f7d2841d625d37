import { expect } from "chai";
import { parseConsumed } from "../../../../files/sensors/prove/consumed.ts";

describe("sensors/prove/consumed", () => {
  it("reads lines with and without a timestamp in front", () => {
    const record = { topic: "t", partition: 2, offset: 40, key: "sensor-0001", value: '{"a":1}' };
    const line = 'Partition:2\tOffset:40\tNO_HEADERS\tsensor-0001\t{"a":1}';
    expect(parseConsumed("t", line)).to.deep.equal(record);
    expect(parseConsumed("t", `CreateTime:1795558288602\t${line}`)).to.deep.equal(record);
  });

  it("reads headers", () => {
    const record = parseConsumed("t", "Partition:0\tOffset:0\tinjected:outlier,reason:a:b\tk\tv");
    expect(record?.headers).to.deep.equal({ injected: "outlier", reason: "a:b" });
  });

  it("reads missing keys and values as null, and keeps tabs in a value", () => {
    expect(parseConsumed("t", "Partition:0\tOffset:0\tNO_HEADERS\tnull\tnull")).to.include({ key: null, value: null });
    expect(parseConsumed("t", "Partition:0\tOffset:0\tNO_HEADERS\tk\ta\tb")).to.include({ value: "a\tb" });
  });

  it("rejects any other line", () => {
    for (const line of ["", "Processed a total of 5 messages", "Offset:0\tPartition:0\tNO_HEADERS\tk\tv", "k\tv"]) {
      expect(parseConsumed("t", line), line).to.equal(undefined);
    }
  });
});
