import { expect } from "chai";
import { createMask } from "../../../src/events/mask.ts";
import { itemText } from "../../../src/run/task/label.ts";

describe("run/task/label", () => {
  it("never shortens a loop item, so that the mask recognizes a secret anywhere in it", () => {
    const mask = createMask();
    mask.add("correct horse battery staple");
    const text = mask.mask(itemText({ name: "x".repeat(45), password: "correct horse battery staple" }));
    expect(text).not.to.include("correct");
  });
});
