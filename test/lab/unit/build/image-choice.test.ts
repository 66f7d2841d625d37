import { expect } from "chai";
import { chosenImages, imageGroups } from "../../../../lab/build/image-choice.ts";
import { LabError } from "../../../../lab/lab-error.ts";

describe("lab/build/image-choice", () => {
  const known = ["apache/kafka:4.4.0", "node:20.19.2-slim", "postgres:17", "zookeeper:3.9.4"];

  const cases: Record<string, [Parameters<typeof chosenImages>[0], string[]]> = {
    "nothing for false": [false, []],
    "the default group for true": [true, ["apache/kafka:4.4.0", "node:20.19.2-slim"]],
    "a group": [["kafka"], ["apache/kafka:4.4.0", "node:20.19.2-slim"]],
    "names without a tag": [
      ["zookeeper", "postgres"],
      ["postgres:17", "zookeeper:3.9.4"],
    ],
    "a name with its tag": [["postgres:17"], ["postgres:17"]],
    "a group and one of its members": [
      ["kafka", "node"],
      ["apache/kafka:4.4.0", "node:20.19.2-slim"],
    ],
    "nothing for an empty list": [[], []],
  };
  for (const [what, [choice, chosen]] of Object.entries(cases)) {
    it(`chooses ${what}`, () => expect(chosenImages(choice, known)).to.deep.equal(chosen));
  }

  it("rejects an image without a recipe, and lists the others", () => {
    expect(() => chosenImages(["postgres:16"], known)).to.throw(LabError, /postgres:16.*pipeline.*zookeeper/);
  });

  it("puts every image into exactly one group", () => {
    expect(Object.values(imageGroups(known)).flat().sort()).to.deep.equal([...known].sort());
  });

  it("puts the image of a new recipe into the group pipeline", () => {
    expect(chosenImages(["pipeline"], [...known, "clock:1"])).to.deep.equal([
      "postgres:17",
      "zookeeper:3.9.4",
      "clock:1",
    ]);
  });
});
