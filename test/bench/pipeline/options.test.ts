import { expect } from "chai";
import { readOptions } from "../../../bench/pipeline/options.ts";

describe("the options of the pipeline's benchmark", () => {
  it("measure all of it where nothing is said", () => {
    expect(readOptions([])).to.include({ probes: 300, seconds: 40, print: false });
    expect(readOptions([])).to.have.deep.property("only", ["memory", "delays", "rates"]);
  });

  it("take some parts and other figures", () => {
    const options = readOptions(["--only", "rates", "--rates", "10,20", "--seconds", "45", "--print"]);
    expect(options).to.deep.equal({ only: ["rates"], probes: 300, rates: [10, 20], seconds: 45, print: true });
  });

  it("keep the records to a number that proofs can read", () => {
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
    it(`refuse ${wrong.join(" ")}`, () => expect(readOptions(wrong)).to.be.a("string").and.not.equal(""));
  }
});
