import { expect } from "chai";
import Handlebars from "handlebars";
import { partialNames } from "../../../src/language/template/partial-names.ts";
import { compileFile } from "../../../src/language/template/template.ts";
import type { Outcome } from "../../../src/errors/fault.ts";
import type { Value, ValueMap } from "../../../src/model/value.ts";
import { Secret } from "../../../src/model/secret.ts";
import { expectFault, scopeOf } from "../support.ts";
import { valueOf } from "../../errors/value-of.ts";

type Texts = Readonly<Record<string, string>>;

const compile = (text: string, partials: Texts) => {
  const found = Object.entries(partials).map(
    ([name, each]) => [name, { text: each, at: { file: `${name}.hbs`, line: 1, col: 1 } }] as const,
  );
  const at = { file: "a.conf", line: 1, col: 1 };
  return compileFile(text, at, { found: new Map(found), names: Object.keys(partials) });
};

function render(text: string, partials: Texts, values: ValueMap = {}): Outcome<Value> {
  const template = compile(text, partials);
  return template.ok ? template.value.render(scopeOf(values)) : template;
}

describe("language/template/partial", () => {
  const values = { a: "A", b: "B", list: [{ a: 1 }, { a: 2 }], map: { a: "inner" } };
  const cases: readonly (readonly [title: string, text: string, partials: Texts])[] = [
    ["writes a partial's text in place", "x{{> p}}y", { p: "[{{a}}]" }],
    ["passes arguments, which take precedence over variables", "{{> p a='given' c=b}}", { p: "{{a}}{{b}}{{c}}" }],
    ["reads names from the context that the caller passes", "{{> p map}} {{> p map b='x'}}", { p: "{{a}}{{@root.b}}" }],
    ["reads names from the item of a loop", "{{#each list}}{{> p}}{{/each}}", { p: "{{a}}{{@root.b}}{{@index}}" }],
    ["hides arguments inside a loop", "{{> p a='given'}}", { p: "{{#each list}}{{a}}{{../a}}{{/each}}" }],
    ["indents a partial on its own line", "x:\n  {{> p}}\ny\n", { p: "a: {{a}}\n\nb: {{b}}\n" }],
    ["indents every line of a multi-line value", "  {{> p text='1\n2'}}\n", { p: "{{text}}\n" }],
    ["indents partials in partials", "x:\n  {{> p}}\n", { p: "p:\n  {{> q}}\n", q: "q: {{a}}\nr\n" }],
    ["does not indent a partial in the middle of a line", "x: {{> p}}.\n", { p: "1\n2" }],
    ["indents a partial in a loop", "{{#each list}}\n  {{> p}}\n{{/each}}\n", { p: "- {{a}}\n" }],
    ["accepts names with folders", "{{> f/p}}", { "f/p": "{{a}}" }],
    ["strips blanks", "x {{~> p ~}} y", { p: " 1 " }],
  ];
  for (const [title, text, partials] of cases) {
    it(`${title}, as Handlebars does`, () => {
      const own = Handlebars.create();
      for (const [name, each] of Object.entries(partials)) own.registerPartial(name, each);
      const expected = own.compile(text, { noEscape: true })(values);
      expect(render(text, partials, values)).to.deep.equal({ ok: true, value: expected });
    });
  }

  it("makes the text secret if a partial writes a secret", () => {
    const value = valueOf(render("  {{> p}}\n", { p: "{{s}}\n" }, { s: new Secret("hidden") }));
    expect(value instanceof Secret && value.reveal()).to.equal("  hidden\n");
  });

  it("reports the names that a partial uses, with their positions in its file", () => {
    const { names } = valueOf(compile("{{> p c=a}}", { p: "x\n{{b}}{{c}}" }));
    expect(names).to.deep.equal([
      { name: "a", origin: { file: "a.conf", line: 1, col: 9, end: 10 } },
      { name: "b", origin: { file: "p.hbs", line: 2, col: 3, end: 4 } },
    ]);
  });

  const faults: readonly (readonly [text: string, partials: Texts, start: string, part: string])[] = [
    ["\n{{> prt}}", { part: "" }, "language/unknown-partial at a.conf:2:1: ", "Did you mean `part`?"],
    ["{{> p}}", {}, "language/unknown-partial at a.conf:1:1: ", "NAME.hbs"],
    ["{{> p}}", { p: "{{> q}}", q: "{{> p}}" }, "language/partial-cycle at q.hbs:1:1: ", "p → q → p"],
    ["{{> p}}", { p: "{{#if a}}" }, "language/template-syntax at p.hbs:1:1: ", "never closed"],
    ["{{> p}}", { p: "{{missing}}" }, "language/undefined at p.hbs:1:3: ", "missing"],
    ["{{> (lookup a 'b')}}", {}, "language/template-feature at a.conf:1:1: ", "computed names"],
    ["{{> p a b}}", { p: "" }, "language/template-feature at a.conf:1:9: ", "two contexts"],
    ["{{#> p}}x{{/p}}", { p: "" }, "language/template-feature at a.conf:1:1: ", "with a body"],
    ["{{#with map}}{{> p}}{{/with}}", { p: "{{../a}}" }, "language/template-feature at p.hbs:1:3: ", "as an argument"],
    ["{{#each list as |one|}}{{> p}}{{/each}}", { p: "{{one}}" }, "language/no-such-field at p.hbs:1:3: ", "one"],
  ];
  for (const [text, partials, start, part] of faults) {
    it(`rejects ${JSON.stringify(text)} with ${JSON.stringify(partials)}`, () => {
      expectFault(render(text, partials, values), start, part);
    });
  }

  it("finds the names of all partials that a template uses", () => {
    expect(
      partialNames("{{> a}}{{#if x}}{{> b/c d=1}}{{else}}{{#each y}}{{> a}}{{/each}}{{> e}}{{/if}}"),
    ).to.deep.equal(["a", "b/c", "e"]);
    expect(partialNames("{{#if")).to.deep.equal([]);
  });
});
