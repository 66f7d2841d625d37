import { expect } from "chai";
import { chosenImages, IMAGE_GROUPS } from "../../../../lab/build/image-choice.ts";
import { LabError } from "../../../../lab/lab-error.ts";

describe("the choice of images", () => {
  const known = ["apache/kafka:4.4.0", "node:20.19.2-slim", "postgres:17", "zookeeper:3.9.4"];

  const cases: Record<string, [Parameters<typeof chosenImages>[0], string[]]> = {
    "none at all": [false, []],
    "the usual ones": [true, ["apache/kafka:4.4.0", "node:20.19.2-slim"]],
    "a group": [["kafka"], ["apache/kafka:4.4.0", "node:20.19.2-slim"]],
    "names without a tag": [
      ["zookeeper", "postgres"],
      ["postgres:17", "zookeeper:3.9.4"],
    ],
    "a whole name": [["postgres:17"], ["postgres:17"]],
    "a group and one of its members": [
      ["kafka", "node"],
      ["apache/kafka:4.4.0", "node:20.19.2-slim"],
    ],
    nothing: [[], []],
  };
  for (const [what, [choice, chosen]] of Object.entries(cases)) {
    it(`takes ${what}`, () => expect(chosenImages(choice, known)).to.deep.equal(chosen));
  }

  it("refuses what there is no recipe for, naming what there is", () => {
    expect(() => chosenImages(["postgres:16"], known)).to.throw(LabError, /postgres:16.*pipeline.*zookeeper/);
  });

  it("has no image in two groups", () => {
    const names = Object.values(IMAGE_GROUPS).flat();
    expect(names).to.have.lengthOf(new Set(names).size);
  });
});
