import { expect } from "chai";
import { splitWords } from "../../../../src/inventory/sources/ini/words.ts";

const words = (line: string) => {
  const split = splitWords(line);
  return split.ok ? split.words.map(({ text }) => text) : `${split.problem} (${split.col})`;
};

describe("inventory/sources/ini/words", () => {
  const cases: readonly (readonly [string, readonly string[] | string])[] = [
    ["web1 a=1  b=2", ["web1", "a=1", "b=2"]],
    ["web1 a='x y' b=\"it's\"", ["web1", "a=x y", "b=it's"]],
    ["web1 a='\"5\"'", ["web1", 'a="5"']],
    [String.raw`a\ b c\\`, ["a b", "c\\"]],
    [String.raw`a="x\"y\d" b='\n'`, ['a=x"y\\d', "b=\\n"]],
    ["web1 # comment", ["web1"]],
    ["web1 a=b#c d=e", ["web1", "a=b"]],
    ["web1 a='b#c'", ["web1", "a=b#c"]],
    ["web1 a=", ["web1", "a="]],
    ["web1 a=''", ["web1", "a="]],
    ["web1 a='x", "the quote ' is not closed (8)"],
    ["web1 a=x\\", "nothing follows the backslash (9)"],
  ];
  for (const [line, expected] of cases) {
    it(`splits ${JSON.stringify(line)}`, () => expect(words(line)).to.deep.equal(expected));
  }

  it("says where a word and its parts begin, and where a comment cuts one off", () => {
    const split = splitWords("web1 a='x y'#z");
    if (!split.ok) throw new Error(split.problem);
    expect(split.words[1]?.columns).to.deep.equal([6, 7, 9, 10, 11, 13]);
    expect(split.cut).to.equal(13);
  });
});
