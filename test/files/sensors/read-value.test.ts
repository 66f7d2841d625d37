import { expect } from "chai";
import { addresses, decimal, duration, integer, nonEmptyText, topicName } from "../../../files/sensors/read-value.ts";

describe("sensors/read-value", () => {
  it("reads durations with a unit, and rejects those without", () => {
    expect(["500ms", "60s", "40m", "2h", "1d", "1.5s", "0s"].map(duration)).to.deep.equal([
      500, 60_000, 2_400_000, 7_200_000, 86_400_000, 1_500, 0,
    ]);
    for (const text of ["60", "s", "-1s", "1 s", "1w", "", "1s2"]) expect(duration(text), text).to.equal(undefined);
  });

  it("reads integers only within their bounds", () => {
    const read = integer(1, 10);
    expect(["1", "10"].map(read)).to.deep.equal([1, 10]);
    for (const text of ["0", "11", "1.5", "1e1", "-1", " 1", "", "x"]) expect(read(text), text).to.equal(undefined);
  });

  it("reads decimal numbers only within their bounds", () => {
    const read = decimal(0, 1);
    expect(["0", "0.02", ".5", "1"].map(read)).to.deep.equal([0, 0.02, 0.5, 1]);
    for (const text of ["1.01", "-0.1", "2%", "Infinity", "NaN", "0x1", ""])
      expect(read(text), text).to.equal(undefined);
  });

  it("reads lists of host and port", () => {
    expect(addresses("a:9092, b.c:19092")).to.deep.equal(["a:9092", "b.c:19092"]);
    for (const text of ["a", "a:0", "a:65536", "a:9092,", ":9092", "a:b", "http://a:1", ""]) {
      expect(addresses(text), text).to.equal(undefined);
    }
  });

  it("reads topic names and non-empty strings", () => {
    expect(topicName("raw_sensors")).to.equal("raw_sensors");
    for (const text of ["", "a b", ".", "..", "a/b", "a".repeat(250)])
      expect(topicName(text), text).to.equal(undefined);
    expect([nonEmptyText("x"), nonEmptyText("")]).to.deep.equal(["x", undefined]);
  });
});
