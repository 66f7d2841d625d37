import { expect } from "chai";
import { fields, stepFailed, tail } from "../../../src/modules/lib/script-output.ts";

describe("modules/lib/script-output", () => {
  it("reads lines up to an empty one, and keeps the rest unchanged", () => {
    const output = fields("stat a b\nlog one\nlog two\n\nrest\n\nmore");
    expect([output.get("stat"), output.all("log"), output.get("none"), output.rest]).to.deep.equal([
      "a b",
      ["one", "two"],
      undefined,
      "rest\n\nmore",
    ]);
    expect(fields("\nrest").rest).to.equal("rest");
    expect(fields("stat a\n").rest).to.equal("");
  });

  it("reports the exit status and the end of the output of a failed step", () => {
    const failed = stepFailed("do it", { exit: 7, stdout: "out\n", stderr: "one\n\ntwo\n" });
    expect(failed.ok ? undefined : failed.faults[0]).to.deep.include({
      code: "modules/step-failed",
      details: ["out", "one", "two"],
    });
    expect(tail("a\nb\nc\n", 2)).to.deep.equal(["b", "c"]);
  });
});
