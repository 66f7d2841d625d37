import { expect } from "chai";
import { toJson } from "../../src/model/json.ts";
import { parseJson } from "../../src/model/parse-json.ts";

function value(text: string) {
  const parsed = parseJson(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}

function problem(text: string): string {
  const parsed = parseJson(text);
  return parsed.ok ? "" : parsed.problem;
}

describe("model/parse-json", () => {
  it("keeps all digits of integers", () => {
    const text = '{"a":[9007199254740993,-12345678901234567890],"b":9007199254740991,"c":"number 0: 9007199254740993"}';
    expect(value(text)).to.deep.equal({
      a: [9007199254740993n, -12345678901234567890n],
      b: 9007199254740991,
      c: "number 0: 9007199254740993",
    });
    expect(toJson(value(text))).to.equal(text);
  });

  it("gives integers that are written with a fraction or an exponent the same type", () => {
    expect(value("[1e2, 1.0, 1e23, 12345678901234567890.0, 9.007199254740993e15]")).to.deep.equal([
      100,
      1,
      100000000000000000000000n,
      12345678901234567890n,
      9007199254740993n,
    ]);
  });

  it("parses everything else as JSON.parse does", () => {
    const text = String.raw`{"a": [0.1, 1.10, -0.5e-3, true, null, 0e-999], "b\"[{": "\u00e4 12345678901234567890 \\", "__proto__": {}}`;
    expect(value(text)).to.deep.equal(JSON.parse(text));
    for (const scalar of ['"x"', "1", "null", " [] "]) expect(value(scalar)).to.deep.equal(JSON.parse(scalar));
  });

  it("takes no string for a number", () => {
    const text = String.raw`["\u006eumber 0: 5", "number 1: 6", 9007199254740993]`;
    expect(value(text)).to.deep.equal(["number 0: 5", "number 1: 6", 9007199254740993n]);
  });

  it("refuses a number that no value can hold, by its path", () => {
    expect(problem('{"rows": [{"n": 1}, {"n": 1e400}]}')).to.equal(
      "the number 1e400 at rows[1].n cannot be represented exactly",
    );
    expect(problem("-1e400")).to.equal("the number -1e400 cannot be represented exactly");
    expect(problem("[1e-400]")).to.contain("1e-400 at [0]");
    expect(problem("[12345678901234567890.5]")).to.contain("12345678901234567890.5 at [0]");
    expect(problem(`[${"9".repeat(1001)}]`)).to.equal(
      `the number ${"9".repeat(40)}… at [0] cannot be represented exactly`,
    );
  });

  it("refuses what is nested too deeply to be walked through", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(problem(nested(500))).to.equal("");
    expect(problem(nested(501))).to.equal("it is nested deeper than 500 levels");
    expect(problem(nested(200_000))).to.equal("it is nested deeper than 500 levels");
    expect(problem(`"${nested(501)}"`)).to.equal("");
  });

  it("says why a text is not JSON", () => {
    expect(problem("")).to.equal("it is not valid JSON (Unexpected end of JSON input)");
    expect(problem("<html>hunter22")).to.equal("it is not valid JSON (Unexpected token '<')");
  });
});
