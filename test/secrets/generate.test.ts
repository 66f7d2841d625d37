import { expect } from "chai";
import { parse } from "yaml";
import { generateSecret } from "../../src/secrets/generate.ts";

describe("generateSecret", () => {
  it("makes letters and digits of the length asked for, a letter first", () => {
    for (const length of [8, 24, 128]) {
      expect(generateSecret(length).reveal()).to.match(new RegExp(`^[A-Za-z][A-Za-z0-9]{${length - 1}}$`));
    }
  });

  it("makes another one each time", () => {
    const made = new Set(Array.from({ length: 500 }, () => generateSecret(24).reveal()));
    expect(made.size).to.equal(500);
  });

  it("uses all characters", () => {
    expect(new Set(generateSecret(5000).reveal()).size).to.equal(62);
  });

  it("makes what stays a text in YAML without quotes", () => {
    for (let count = 0; count < 500; count++) {
      const text = generateSecret(8).reveal();
      expect(parse(`a: ${text}`)).to.deep.equal({ a: text });
    }
  });
});
