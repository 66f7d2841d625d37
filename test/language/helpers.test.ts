import { expect } from "chai";
import { basename, dirname } from "../../src/language/functions/paths.ts";
import { HELPERS } from "../../src/language/helpers.ts";
import { expectFault, render, rendered } from "./support.ts";

describe("language/helpers", () => {
  for (const { name, example } of HELPERS) {
    it(`renders the example of ${name}`, () => {
      expect(rendered(example.template, example.variables)).to.deep.equal(example.result);
    });
  }

  it("gives every helper a unique name and a full sentence", () => {
    expect(new Set(HELPERS.map(({ name }) => name)).size).to.equal(HELPERS.length);
    for (const { sentence } of HELPERS) expect(sentence).to.match(/^[A-Z].*\.$/);
  });

  it("nests helpers", () => {
    const values = { roles: { b: 2, a: 1 }, name: "x" };
    expect(rendered('{{upper (join (keys roles) "-")}}{{name}}', values)).to.equal("B-Ax");
  });

  const wrong: readonly (readonly [text: string, place: string, part: string])[] = [
    ["{{uper t}}", "10:7", "Did you mean `upper`?"],
    ["{{nothing_like_it t}}", "10:7", "Use a helper of docs/reference/functions.md."],
    ["{{upper t t}}", "10:7", "takes 1 argument, not 2"],
    ["{{eq t}}", "10:7", "takes 2 arguments, not 1"],
    ["{{replace t 1}}", "10:7", "takes 3 to 4 arguments, not 2"],
    ["{{and t}}", "10:7", "takes at least 2 arguments, not 1"],
    ["{{json t spaces=2}}", "10:7", "takes no named arguments"],
    ["{{join t}}", "10:12", "needs a list here, but the argument is a string"],
    ["{{join l}}", "10:12", "needs a list of strings here, but one of its items is a list"],
    ["{{upper l}}", "10:13", "needs a string"],
    ['{{add n "1"}}', "10:13", "needs a number"],
    ["{{min l}}", "10:11", "needs a list of numbers"],
    ["{{min e}}", "10:11", "at least one number"],
    ["{{div n 0}}", "10:13", "cannot divide by zero"],
    ["{{keys t}}", "10:12", "needs a map"],
    ["{{length n}}", "10:14", "a list, a map or a string"],
    ["{{lookup m 'x'}}", "10:14", "finds no field `x`"],
    ["{{indent t 1.5}}", "10:16", "a whole number"],
    ["{{upper nme}}", "10:13", "`nme` is not defined"],
  ];
  for (const [text, place, part] of wrong) {
    it(`rejects ${text} at ${place}`, () => {
      const values = { t: "t", n: 1, l: [[1]], e: [], m: { a: 1 } };
      expectFault(render(text, values), `at tasks/main.yaml:${place}: `, part);
    });
  }

  it("replaces a missing field only if the template gives a default", () => {
    expect(rendered("{{lookup m 'x' 5}}", { m: {} })).to.equal(5);
    expect(rendered("{{or m.a m.b}}", { m: { a: 1 } })).to.equal(1);
  });

  it("compares values deeply and by type", () => {
    expect(rendered("{{eq a b}}", { a: { x: [1] }, b: { x: [1] } })).to.equal(true);
    expect(rendered('{{eq a "1"}}', { a: 1 })).to.equal(false);
  });

  it("splits paths like the commands basename and dirname", () => {
    const paths = ["/a/b", "/a/", "/", "a", "a/b//", "//a", ""];
    expect(paths.map(basename)).to.deep.equal(["b", "a", "", "a", "b", "a", ""]);
    expect(paths.map(dirname)).to.deep.equal(["/a", "/", "/", ".", "a", "/", "."]);
  });
});
