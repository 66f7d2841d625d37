import { expect } from "chai";
import { splitWords } from "../../src/module/split-words.ts";

describe("module/split-words", () => {
  const cases: readonly (readonly [string, readonly string[] | undefined])[] = [
    ["a  b\tc\n", ["a", "b", "c"]],
    [`'a b' "c d" e\\ f`, ["a b", "c d", "e f"]],
    [`a'b'"c"d`, ["abcd"]],
    [`"" ''`, ["", ""]],
    [`"a\\"b\\\\c\\d"`, [`a"b\\c\\d`]],
    [`'a\\b'`, ["a\\b"]],
    ["$HOME | x > y", ["$HOME", "|", "x", ">", "y"]],
    ["", []],
    ["   ", []],
    ["a 'b", undefined],
    [`a "b`, undefined],
    ["a\\", undefined],
    ["ä=ö", ["ä=ö"]],
  ];
  for (const [line, words] of cases) {
    it(`splits ${JSON.stringify(line)} into ${words ? JSON.stringify(words) : "nothing"}`, () =>
      expect(splitWords(line)).to.deep.equal(words));
  }
});
