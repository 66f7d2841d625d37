import { expect } from "chai";
import { parseProblems, reasonOf } from "../../../src/services/flink/reason.ts";
import * as recorded from "./fixtures.ts";

describe("services/flink/reason", () => {
  it("finds the innermost cause", () => {
    expect(reasonOf(recorded.refusal, "")).to.equal("IllegalArgumentException: Wrong arguments: --refuse is not known");
    expect(reasonOf(recorded.noMain, "")).to.match(/^ProgramInvocationException: Neither a 'Main-Class'/);
    expect(reasonOf({ errors: ["File not found."] }, "")).to.equal("File not found.");
    expect(reasonOf(undefined, "Bad Gateway\nnginx")).to.equal("Bad Gateway");
  });

  it("lists each cause once", () => {
    const entry = {
      stacktrace: "org.a.JobException: suppressed\n\tat x\nCaused by: java.lang.RuntimeException: crash",
    };
    const json = { exceptionHistory: { entries: [entry, entry] } };
    expect(parseProblems(json)).to.deep.equal(["RuntimeException: crash"]);
  });
});
