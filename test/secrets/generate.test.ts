import { expect } from "chai";
import { parse } from "yaml";
import { generateSecret } from "../../src/secrets/generate.ts";

describe("secrets/generate", () => {
  it("generates letters and digits of the requested length, a letter first", () => {
    for (const length of [8, 24, 128]) {
      expect(generateSecret(length).reveal()).to.match(new RegExp(`^[A-Za-z][A-Za-z0-9]{${length - 1}}$`));
    }
  });

  it("generates a different secret each time", () => {
    const generated = new Set(Array.from({ length: 500 }, () => generateSecret(24).reveal()));
    expect(generated.size).to.equal(500);
  });

  it("uses all characters", () => {
    expect(new Set(generateSecret(5000).reveal()).size).to.equal(62);
  });

  it("generates secrets that are strings in YAML without quotes", () => {
    for (let count = 0; count < 500; count++) {
      const text = generateSecret(8).reveal();
      expect(parse(`a: ${text}`)).to.deep.equal({ a: text });
    }
  });
});
