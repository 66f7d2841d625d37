import { expect } from "chai";
import { compileExpression } from "../../../src/language/cel/expression.ts";
import { AT } from "../support.ts";
import { valueOf } from "../../errors/value-of.ts";

const namesOf = (text: string) => valueOf(compileExpression(text, AT)).names.map(({ name }) => name);

describe("language/cel/names: names", () => {
  const cases: readonly (readonly [text: string, names: readonly string[]])[] = [
    ["a.b.c == d[e]", ["a", "d", "e"]],
    ["a ? [b, -c] : [!d, {'k': e}]", ["a", "b", "c", "d", "e"]],
    ["size(a) + int(b.trim())", ["a", "b"]],
    ["a.map(x, x + y)", ["a", "y"]],
    ["a.map(x, x > 1, x + y)", ["a", "y"]],
    ["a.filter(x, x in b).all(z, z == x)", ["a", "b", "x"]],
    ["a.exists(x, x.exists_one(y, y == x))", ["a"]],
    ["cel.bind(v, a + b, v + c)", ["a", "b", "c"]],
    ["has(a.b)", ["a"]],
    ["type(a) == string", ["a"]],
    ["defined('a') && a == b", ["b"]],
    ["defined(a.b) ? a.b : c", ["c"]],
  ];
  for (const [text, names] of cases) {
    it(`finds the names in ${text}`, () => expect(namesOf(text)).to.deep.equal(names));
  }

  it("reports the position of each name, on any line", () => {
    const { names } = valueOf(compileExpression("a &&\n  bc == 1", AT));
    expect(names[1]).to.deep.equal({ name: "bc", origin: { file: AT.file, line: 11, col: 7, end: 9 } });
  });
});

describe("language/cel/names: paths", () => {
  const pathsOf = (text: string) => valueOf(compileExpression(text, AT)).paths();
  const cases: readonly (readonly [text: string, paths: readonly string[]])[] = [
    ["a.b.c == d[e] && d[e] > 1", ["a.b.c", "d[e]"]],
    ["!a.b && size(c.d) > f.size()", ["a.b", "c.d", "f"]],
    ["a.jobs.exists(j, j.name == b.name && j.state == 'x')", ["a.jobs", "b.name"]],
    ["[a.b, {'k': c}][0] == 1", ["a.b", "c"]],
    ["a.map(x, x.y)[0].z == 1", ["a"]],
    ["1 == 1", []],
  ];
  for (const [text, paths] of cases) {
    it(`finds the paths in ${text}`, () => expect(pathsOf(text)).to.deep.equal(paths));
  }
});
