import { expect } from "chai";
import { compileTemplate } from "../../../src/language/template/template.ts";
import { AT, expectFault, faultOf, render } from "../support.ts";

describe("language/template/parse: syntax errors", () => {
  const cases: readonly (readonly [text: string, place: string, part: string])[] = [
    ["a {{}}", "10:9", "something is missing before }}"],
    ["a {{b", "10:7", "{{ is never closed"],
    ["a\n {{b}} {{c", "11:12", "{{ is never closed"],
    ["{{b}", "10:5", "{{ is never closed"],
    ["{{#if a}}b", "10:5", "{{#if}} is never closed"],
    ["x\n{{#each a}}{{#if b}}{{/if}}", "11:5", "{{#each}} is never closed"],
    ["{{#if a}}{{/each}}", "10:8", "{{#if}} is closed by {{/each}}"],
    ["{{a}}{{/if}}", "10:10", "closes no open block"],
    ["{{else}}", "10:5", "{{else}} is outside"],
    ["{{a | upper}}", "10:9", "Write {{upper a}}."],
    ["{{ a == b }}", "10:10", "Write {{eq a b}}."],
    ["{{ list[0] }}", "10:12", "Write {{list.[0]}}."],
    ["{{ x.y() }}", "10:11", "`(` is not allowed here"],
    ["{{.Names}}", "10:7", "{{{{raw}}}}"],
    ["{{a.0}}", "10:9", "Write {{a.[0]}}."],
    ["{{a/../b}}", "10:7", "`a/..` is not a path"],
    ["{{ a 'b }}", "10:10", "`'` is not allowed here"],
  ];
  for (const [text, place, part] of cases) {
    it(`rejects ${JSON.stringify(text)}`, () => {
      expectFault(render(text), `language/template-syntax at tasks/main.yaml:${place}: `, part);
    });
  }

  it("counts columns in files from the start of the line", () => {
    const outcome = compileTemplate("a\n\n  {{b c=}}\n", { file: "a.conf", line: 1, col: 1 }, "file");
    expect(faultOf(outcome).origin).to.deep.equal({ file: "a.conf", line: 3, col: 9, end: 11 });
  });

  it("parses the next template after a syntax error", () => {
    render("{{#if a}}");
    expect(render("{{a}}", { a: 1 })).to.deep.equal({ ok: true, value: 1 });
  });
});

describe("language/template/parse: unsupported features", () => {
  const cases: readonly (readonly [text: string, place: string, part: string])[] = [
    ["{{> part}}", "10:5", "partials"],
    ["{{* deco}}", "10:5", "decorators"],
    ["{{this}}", "10:7", "Name the variable"],
    ["{{../a}}", "10:7", "Remove one `../`"],
    ["{{#if a}}{{../b}}{{/if}}", "10:16", "Remove one `../`"],
    ["{{@index}}", "10:7", "inside {{#each}}"],
    ["{{#with a}}{{@key}}{{/with}}", "10:18", "inside {{#each}}"],
    ["{{#each a}}{{@indx}}{{/each}}", "10:18", "Did you mean @index?"],
  ];
  for (const [text, place, part] of cases) {
    it(`rejects ${text}`, () =>
      expectFault(render(text), `language/template-feature at tasks/main.yaml:${place}: `, part));
  }

  const literals: readonly (readonly [text: string, place: string, name: string])[] = [
    ["{{true a}}", "10:7", "true"],
    ["{{1 a}}", "10:7", "1"],
    ["{{null a}}", "10:7", "null"],
    ["{{undefined a}}", "10:7", "undefined"],
    ["{{eq (false a) 1}}", "10:11", "false"],
    ["{{#true a}}{{/true}}", "10:8", "#true"],
    ["{{#2}}{{/2}}", "10:8", "#2"],
  ];
  for (const [text, place, name] of literals) {
    it(`rejects the literal that ${text} calls`, () =>
      expectFault(render(text), `language/unknown-helper at tasks/main.yaml:${place}: `, `\`${name}\``));
  }

  const inline: readonly (readonly [text: string, hint: string])[] = [
    ["{{a if b else c}}", "Write {{ternary b a c}}."],
    ["{{true if b else false}}", "Write {{ternary b true false}}."],
    ['{{"a" if b}}', "Write {{#if b}}a{{/if}}."],
  ];
  for (const [text, hint] of inline) {
    it(`names what to write in place of ${text}`, () =>
      expectFault(render(text), "language/inline-if at tasks/main.yaml:10:7: ", hint));
  }

  it("reports all faults at once", () => {
    const outcome = compileTemplate("{{> a}}{{uper b}}{{#each}}{{/each}}", AT, "value");
    expect(outcome.ok ? [] : outcome.faults.map(({ code }) => code)).to.deep.equal([
      "language/template-feature",
      "language/unknown-helper",
      "language/helper-argument",
    ]);
  });
});
