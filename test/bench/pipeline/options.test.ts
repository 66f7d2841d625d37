import { expect } from "chai";
import { readOptions } from "../../../bench/pipeline/options.ts";

describe("bench/pipeline options", () => {
  it("measure everything by default", () => {
    expect(readOptions([])).to.include({ probes: 300, seconds: 40, print: false });
    expect(readOptions([])).to.have.deep.property("only", ["memory", "delays", "rates"]);
  });

  it("select parts and change figures", () => {
    const options = readOptions(["--only", "rates", "--rates", "10,20", "--seconds", "45", "--print"]);
    expect(options).to.deep.equal({ only: ["rates"], probes: 300, rates: [10, 20], seconds: 45, print: true });
  });

  it("limit the records to a number that proofs can read", () => {
    expect(readOptions(["--rates", "20000,40000"])).to.match(/more than 1000000$/);
  });

  for (const wrong of [
    ["--only", "rate"],
    ["--probes", "none"],
    ["--seconds", "39"],
    ["--rates", "200,100"],
    ["--rates", "x"],
    ["--bogus"],
  ]) {
    it(`reject ${wrong.join(" ")}`, () => expect(readOptions(wrong)).to.be.a("string").and.not.equal(""));
  }
});
