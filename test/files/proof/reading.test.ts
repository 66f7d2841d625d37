import { expect } from "chai";
import { readRaw } from "../../../files/proof/reading.ts";
import { pageExamples } from "./pipeline.ts";

const reading = (seq: string, ts: string, value: string) => `{"sensor":"s","seq":${seq},"ts":${ts},"value":${value}}`;

describe("proof/reading", () => {
  it("accepts the readings in docs/records.md", () => {
    const lines = pageExamples("raw_sensors");
    expect(lines).to.have.length(3);
    for (const line of lines) {
      const fields = JSON.parse(line) as { readonly sensor: string };
      expect(readRaw(fields.sensor, line)).to.deep.equal(fields);
    }
  });

  it("returns the documented reason for each malformed record", () => {
    const examples = pageExamples("malformed_sensors").map(
      (line) =>
        JSON.parse(line) as { readonly key: string | null; readonly value: string | null; readonly reason: string },
    );
    expect(new Set(examples.map(({ reason }) => reason)).size).to.equal(8);
    for (const { key, value, reason } of examples) expect(readRaw(key, value), value ?? "null").to.equal(reason);
  });

  it("accepts every spelling of an integer, and no other number", () => {
    for (const text of ["0", "-0", "1.0", "1e3", "9007199254740991"]) {
      expect(readRaw("s", reading(text, text, "1")), text).to.have.property("ts", Math.abs(Number(text)));
    }
    for (const text of ["-1", "0.5", "9007199254740992", '"1"', "null", "true"]) {
      expect(readRaw("s", reading(text, "1", "1")), text).to.equal("bad-seq");
      expect(readRaw("s", reading("1", text, "1")), text).to.equal("bad-ts");
    }
  });

  it("rejects values that are not finite numbers", () => {
    for (const text of ["1e309", '"1"', "null", "{}"])
      expect(readRaw("s", reading("1", "1", text))).to.equal("bad-value");
  });
});
