import { expect } from "chai";
import { remembered } from "../../../src/language/parsing/remembered.ts";

describe("language/parsing/remembered", () => {
  it("computes once for each short text, and again after too many others", () => {
    const computed: string[] = [];
    const length = remembered((text) => computed.push(text));
    const long = "x".repeat(201);
    for (const text of ["a", "b", "a", long, long]) length(text);
    expect(computed).to.deep.equal(["a", "b", long, long]);
    for (let count = 0; count < 2000; count++) length(`other ${count}`);
    expect(length("a")).to.equal(computed.length);
  });

  it("does not remember a failure", () => {
    let calls = 0;
    const fail = remembered(() => {
      calls += 1;
      throw new Error("no");
    });
    for (const count of [1, 2]) {
      expect(() => fail("a")).to.throw("no");
      expect(calls).to.equal(count);
    }
  });
});
