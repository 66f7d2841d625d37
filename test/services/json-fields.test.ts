import { expect } from "chai";
import { listAt, numberAt, stringAt, valueAt } from "../../src/services/json-fields.ts";

const json = { a: { b: "text", n: 3, l: [1] } };

describe("services/json-fields", () => {
  it("finds the value at a path", () => {
    expect(valueAt(json, "a", "b")).to.equal("text");
    expect(stringAt(json, "a", "b")).to.equal("text");
    expect(numberAt(json, "a", "n")).to.equal(3);
    expect(listAt(json, "a", "l")).to.deep.equal([1]);
  });

  it("rounds an integer that is larger than any count", () => {
    expect(numberAt({ n: 9007199254740993n }, "n")).to.equal(9007199254740992);
  });

  it("finds nothing at a missing path or a value of another type", () => {
    expect(valueAt(json, "x", "y")).to.equal(undefined);
    expect(stringAt(json, "a", "n")).to.equal(undefined);
    expect(numberAt(json, "a", "b")).to.equal(0);
    expect(listAt(undefined, "a")).to.deep.equal([]);
    expect(valueAt([1], "0")).to.equal(undefined);
  });
});
