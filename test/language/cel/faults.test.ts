import { expect } from "chai";
import { calculate, calculated, expectFault, faultOf } from "../support.ts";

describe("language/cel/faults: syntax", () => {
  const cases: readonly (readonly [text: string, place: string, part: string])[] = [
    ["", "10:5", "it is empty"],
    ["a ==", "10:9", "it ends too early"],
    ["a and b", "10:7", "Write a && b."],
    ["not a", "10:5", "`not` is not allowed here"],
    ["a = 1", "10:7", "Write a == 1."],
    ["a $ b", "10:7", "`$` is not allowed here"],
    ["a == 'x", "10:10", "a string is not closed"],
    ["a &&\n  b or c", "11:9", "Write a && b || c."],
    ["x == {{ a }}", "10:10", "Write x == a."],
    ["package == 1", "10:5", "reserved identifier: package"],
    ["defined(1)", "10:5", "defined(x.y)"],
    ['n == 0 // and s == "x"', "10:12", "`//` begins a comment"],
    ["x // 2 == 100", "10:7", "Write x / 2 == 100."],
    ["x = 1 // y", "10:11", "Write x == 1 / y."],
    ['"a//b" == """//"//""" // c', "10:27", "Write a / b"],
  ];
  for (const [text, place, part] of cases) {
    it(`rejects ${JSON.stringify(text)}`, () => {
      expectFault(calculate(text), `language/expression-syntax at tasks/main.yaml:${place}: `, part);
    });
  }

  it("accepts // in strings", () => {
    expect(calculated(`"a//b" + 'c//\\'//' + """//"//""" + r'//'`)).to.equal(`a//bc//'////"////`);
    expectFault(calculate('a == "http://x'), "a string is not closed");
  });

  for (const deep of [`not ${"[".repeat(500)}${"]".repeat(500)}`, `${"(".repeat(500)}a${")".repeat(500)} is defined`]) {
    it(`rejects ${deep.slice(0, 20)}… by its depth`, () => {
      expectFault(calculate(deep), "language/");
    });
  }

  it("explains CEL's limit of levels", () => {
    expectFault(calculate(`${"(".repeat(300)}a${")".repeat(300)}`), "language/too-deep at tasks/main.yaml:10:5");
  });

  it("reports type errors that the text alone reveals", () => {
    expectFault(calculate("a && siz(b) > 0"), "language/expression at tasks/main.yaml:10:10: ", "`siz`", "`size`?");
    expectFault(calculate("1 + 'a'"), "language/expression", "`int + string`");
    expectFault(calculate("a.sorting()"), "no function named `sorting`");
  });
});

describe("language/cel/faults: evaluation", () => {
  const values = { n: 1, t: "x", none: null, m: { name: 1 }, l: [{ a: 1 }, {}] };
  const cases: readonly (readonly [text: string, place: string, parts: readonly string[]])[] = [
    ["1 == 1 && nn == 1", "10:15", ["language/undefined", "`nn`", "`n`?"]],
    ["m.nme == 1", "10:7", ["language/no-such-field", "`m` has no field `nme`.", "`name`?", "It has name."]],
    ["m['nme'] == 1", "10:5", ["language/no-such-field", "`name`?"]],
    ["none.x", "10:10", ["language/no-such-field", "null"]],
    ["n.x", "10:7", ["language/no-such-field", "a number"]],
    ["l.map(e, e.a)", "10:16", ["language/no-such-field", "an empty map"]],
    ["l[2]", "10:5", ["index 2 >= size 2"]],
    ["n < t", "10:5", ["language/expression", "`int < string`", "Write n < int(t)."]],
    ["true && (n > t)", "10:14", ["`int > string`"]],
    ["t && true", "10:5", ["bool", "comparison"]],
    ["!t", "10:5", ["`!string`"]],
    ["n / 0", "10:5", ["division by zero"]],
    ["t.matches('(')", "10:15", ["not a valid regular expression: `(` is never closed"]],
    ["matches(t, '(?=a)')", "10:16", ["look-around"]],
    ["t.matches(t + '(')", "10:15", ["regular expression"]],
    ["n.matches('a')", "10:5", ["`int.matches(string)` does not accept these types"]],
    ["t.matche('a')", "10:5", ["no function named `matche`", "Did you mean `matches`?"]],
    ["n.trim()", "10:5", ["`int.trim()`"]],
    ["n + min([t, 1])", "10:13", ["`min` needs a list of strings", "as in this example: min(2, 3)"]],
    ["timestamp('2024-01-01T00:00:00Z').getHours('Nowhere/X')", "10:5", ["Nowhere/X"]],
  ];
  for (const [text, place, parts] of cases) {
    it(`rejects ${text}`, () => expectFault(calculate(text, values), `at tasks/main.yaml:${place}: `, ...parts));
  }

  it("points at the missing field", () => {
    expect(faultOf(calculate("m.x == 1", { m: {} })).origin).to.deep.equal({
      file: "tasks/main.yaml",
      line: 10,
      col: 7,
      end: 8,
    });
  });
});
