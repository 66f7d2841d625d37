import { expect } from "chai";
import { digestsWith } from "../../../src/cli/saved/digests.ts";
import { Unknown } from "../../../src/model/unknown.ts";

const { of } = digestsWith(Buffer.alloc(32, 1));

describe("cli/saved/digests", () => {
  it("gives equal values equal digests, whatever the order of their fields", () => {
    expect(of({ a: 1, b: [true, null] })).to.equal(of({ b: [true, null], a: 1 }));
    expect(of({ a: 1, act: () => 1, none: undefined })).to.equal(of({ a: 1 }));
  });

  it("tells values apart that look alike", () => {
    const values = [
      1,
      1n,
      "1",
      [1],
      { 0: 1 },
      new Map([[0, 1]]),
      [],
      {},
      null,
      undefined,
      [[], []],
      [[[]]],
      ["a,b"],
      ["a", "b"],
    ];
    expect(new Set(values.map(of)).size).to.equal(values.length);
    expect(of(new Uint8Array([1]))).to.not.equal(of(new Uint8Array([2])));
  });

  it("has no digest of what is unknown in any part", () => {
    expect(of({ a: [new Unknown("later")] })).to.equal(undefined);
  });

  it("depends on the key", () => {
    expect(digestsWith(Buffer.alloc(32, 2)).of("x")).to.not.equal(of("x"));
  });
});
