import { expect } from "chai";
import { createMask } from "../../src/events/mask.ts";
import { itemText } from "../../src/run/label.ts";

describe("a loop's item", () => {
  it("is said whole, so that a secret in it is recognized wherever it stands", () => {
    const mask = createMask();
    mask.add("correct horse battery staple");
    const text = mask.mask(itemText({ name: "x".repeat(45), password: "correct horse battery staple" }));
    expect(text).not.to.include("correct");
  });
});
