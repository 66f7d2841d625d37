import { expect } from "chai";
import Handlebars from "handlebars";
import { compileTemplate, isTemplate } from "../../../src/language/template/template.ts";
import { Secret } from "../../../src/model/secret.ts";
import { Unknown } from "../../../src/model/unknown.ts";
import { AT, expectFault, opened, render, rendered, scopeOf } from "../support.ts";
import { valueOf } from "../../errors/value-of.ts";

describe("language/template", () => {
  it("recognizes a template by its double braces", () => {
    expect(isTemplate("{{ a }}")).to.equal(true);
    expect(isTemplate("a { b } c")).to.equal(false);
  });

  it("keeps the type of a lone path", () => {
    const map = { a: [1, null, true] };
    for (const value of [1, 1.5, true, null, "x", [1, 2], map])
      expect(rendered("{{ v }}", { v: value })).to.equal(value);
    expect(rendered("{{ v.a.[0] }}", { v: map })).to.equal(1);
  });

  it("keeps the type of a lone helper's result", () => {
    expect(rendered("{{add a 1}}", { a: 1 })).to.equal(2);
  });

  it("returns text if the template contains anything else", () => {
    expect(rendered("{{ a }} ", { a: 1 })).to.equal("1 ");
    expect(rendered("{{a}}{{b}}{{c}}{{d}}", { a: 1, b: true, c: "", d: 0.5 })).to.equal("1true0.5");
  });

  it("rejects null in text, and says how to write an optional value", () => {
    expectFault(render("x-{{ a.b }}", { a: { b: null } }), "`a.b` is null", '{{or a.b ""}}');
    expectFault(render("{{#each a}}{{ this }}{{/each}}", { a: [1, null] }), "`this` is null");
    expect(rendered('x-{{or a.b ""}}', { a: { b: null } })).to.equal("x-");
    expect(rendered("{{#if a}}{{ a }}{{/if}}", { a: null })).to.equal("");
  });

  it("always renders a file as text", () => {
    expect(valueOf(render("{{a}}", { a: 1 }, "file"))).to.equal("1");
    expectFault(render("{{a}}", { a: [1] }, "file"), "language/not-text", "tasks/main.yaml:10:7", "a list", "json");
  });

  it("escapes nothing", () => {
    expect(rendered("<{{a}}> {{{a}}}", { a: "<&\"'>" })).to.equal("<<&\"'>> <&\"'>");
  });

  it("rejects lists and maps in text, with their position", () => {
    expectFault(render("x{{a}}", { a: {} }), "language/not-text at tasks/main.yaml:10:8", "an empty map");
  });

  it("writes literal braces after a backslash, from a string and in raw blocks", () => {
    expect(rendered("\\{{x}} {{a}}", { a: 1 })).to.equal("{{x}} 1");
    expect(rendered('{{"{{"}} {{a}}', { a: 1 })).to.equal("{{ 1");
    expect(rendered("{{{{raw}}}}{{.Names}}{{{{/raw}}}}{{a}}", { a: 1 })).to.equal("{{.Names}}1");
  });

  it("lists the variables that a template uses, with their positions", () => {
    const text = "{{a.b}}\n{{#each items}}{{name}} {{../c}} {{@root.d.e}}{{/each}}{{join f ','}}{{this.g}}";
    const { names } = valueOf(compileTemplate(text, AT, "value"));
    expect(names.map(({ name, origin }) => `${name} ${origin.line}:${origin.col}-${origin.end ?? 0}`)).to.deep.equal([
      "a 10:7-10",
      "items 11:13-18",
      "c 11:31-35",
      "d 11:40-49",
      "f 11:67-68",
      "g 11:76-82",
    ]);
  });

  it("does not list block parameters, loop data and helpers", () => {
    const text = "{{#each xs as |x i|}}{{x.a}}{{i}}{{@index}}{{#with y as |z|}}{{x}}{{z}}{{/with}}{{/each}}{{upper b}}";
    expect(valueOf(compileTemplate(text, AT, "value")).names.map(({ name }) => name)).to.deep.equal(["xs", "b"]);
  });

  it("returns an unknown if the template uses one", () => {
    const unknown = new Unknown("not run");
    expect(rendered("{{a}}", { a: { b: [unknown] } })).to.equal(unknown);
    expect(rendered("x{{a.b}}", { a: { b: unknown, c: 1 } })).to.equal(unknown);
    expect(rendered("{{json a}}", { a: { b: unknown } })).to.equal(unknown);
    expect(rendered("{{#if (lookup a 'b')}}1{{/if}}", { a: { b: unknown } })).to.equal(unknown);
    expect(rendered("{{#each a}}{{this}}{{/each}}", { a: [1, unknown] })).to.equal(unknown);
  });

  it("ignores unknowns that the template does not use", () => {
    const a = { b: new Unknown("not run"), c: 1 };
    expect(rendered("{{a.c}}", { a })).to.equal(1);
    expect(rendered("{{#if no}}{{a.b}}{{/if}}{{length a}}", { a, no: false })).to.equal("2");
  });

  it("makes the text secret if it contains a secret", () => {
    const pw = new Secret("s3");
    expect(rendered("{{pw}}", { pw })).to.equal(pw);
    expect(opened(rendered("user:{{pw}}", { pw }))).to.equal("secret(user:s3)");
    expect(opened(valueOf(render("{{pw}}", { pw }, "file")))).to.equal("secret(s3)");
    expect(opened(rendered("{{json a}}", { a: { pw } }))).to.equal('secret({"pw":"s3"})');
    expect(rendered("{{a.n}}", { a: { pw, n: "x" } })).to.equal("x");
    expect(rendered('{{eq pw "s3"}}', { pw })).to.equal(true);
    expect(opened(rendered("{{a}}", { a: { pw, n: "x" } }))).to.deep.equal({ pw: "secret(s3)", n: "x" });
  });

  it("renders in several scopes", () => {
    const template = valueOf(compileTemplate("{{a}}!", AT, "value"));
    expect([1, 2].map((a) => valueOf(template.render(scopeOf({ a }))))).to.deep.equal(["1!", "2!"]);
  });
});

describe("language/template: compatibility with Handlebars", () => {
  const values = {
    name: "n",
    yes: true,
    no: false,
    zero: 0,
    empty: [],
    list: ["a", "b", "c"],
    map: { x: 1, y: 2 },
    users: [
      { name: "u", tags: ["p", "q"] },
      { name: "v", tags: [] },
    ],
  };
  const texts = [
    "{{#if yes}}1{{/if}}{{#if no}}2{{/if}}{{#if zero}}3{{/if}}{{#if empty}}4{{/if}}{{#if map}}5{{/if}}",
    "{{#if zero includeZero=true}}0{{else}}1{{/if}}",
    "{{#unless no}}a{{else}}b{{/unless}}{{^if yes}}c{{else}}d{{/if}}",
    "{{#if no}}a{{else if zero}}b{{else if yes}}c{{else}}d{{/if}}",
    "{{#each list}}{{@index}}{{this}}{{@first}}{{@last}} {{/each}}",
    "{{#each map}}{{@key}}={{this}};{{/each}}",
    "{{#each empty}}x{{else}}none{{/each}}",
    "{{#each users}}{{name}}{{../name}}{{@root.name}}{{#each tags}}{{@../index}}-{{@index}}{{../name}}{{../../name}}{{/each}}{{/each}}",
    "{{#each users as |user i|}}{{i}}{{user.name}}{{#each user.tags as |tag|}}{{tag}}{{user.name}}{{/each}}{{/each}}",
    "{{#each map as |value key|}}{{key}}{{value}}{{/each}}",
    "{{#with map}}{{x}}{{../name}}{{/with}}{{#with map as |m|}}{{m.y}}{{/with}}{{#with empty}}a{{else}}b{{/with}}",
    "{{#each list}}{{#if @first}}{{this}}{{../name}}{{/if}}{{/each}}",
    "a\n  {{#if yes}}\n  b\n  {{else}}\n  c\n  {{/if}}\nd\n",
    "{{#each list}}\n- {{this}}\n{{/each}}\nend",
    "a {{~name~}} b {{~#if yes}} c {{/if~}} d",
    "{{! gone }}a{{!-- }} --}}b\n{{! alone }}\nc",
    "{{list.length}}{{list.[1]}}{{map.[x]}}{{lookup map 'y'}}{{lookup list 0}}",
  ];
  for (const text of texts) {
    it(`renders ${JSON.stringify(text)}`, () => {
      expect(rendered(text, values)).to.equal(Handlebars.compile(text, { noEscape: true })(values));
    });
  }
});
