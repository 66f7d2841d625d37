import { expect } from "chai";
import { showOrigin } from "../../../src/model/origin.ts";
import { compileFile, compileTemplate } from "../../../src/language/template/template.ts";
import { findStatements } from "../../../src/language/jinja/statements.ts";
import { AT, expectFault, render, rendered } from "../support.ts";

describe("language/jinja/statements", () => {
  const cases: readonly (readonly [text: string, hint: string])[] = [
    ["{% if tls %}", "Write {{#if tls}}."],
    ["{% if not tls %}", "Write {{#unless tls}}."],
    ["{% if a == 'x' and b > 1 %}", 'Write {{#if (and (eq a "x") (gt b 1))}}.'],
    ["{% if x in ['a', 'b'] %}", 'Write {{#if (or (eq x "a") (eq x "b"))}}.'],
    ["{% if m.x is defined %}", 'Write {{#if (has m "x")}}.'],
    ["{% if x is defined %}", "Define a variable with the value !cel defined(x), and write {{#if NAME}}"],
    ["{% if ansible_os_family == 'Debian' %}", 'Write {{#if (eq facts.os.family "debian")}}.'],
    ["{% if not c is mapping %}", 'Write {{#unless (eq (type_name c) "map")}}.'],
    ["{% if 'tls' in c.options %}", 'Write {{#if (contains c.options "tls")}}.'],
    ["{% elif b %}", "Write {{else if b}}."],
    ["{% else %}", "Write {{else}}."],
    ["{% endif %}", "Write {{/if}}."],
    ["{%- for h in groups.all -%}", "Write {{~#each groups.all as |h|~}}."],
    ["{% for h in groups['web'] %}", "Write {{#each groups.web as |h|}}."],
    ["{% for k, v in d.items() %}", "Write {{#each d as |v k|}}."],
    ["{% for e in d | dict2items %}", "Write {{#each d as |e|}}."],
    ["{% endfor %}", "Write {{/each}}."],
    ["{% set a = 1 %}", "Write {{#set a=1}} here, and {{/set}} after the last use of the name."],
    ["{% set url = 'http://' %}", 'Write {{#set url="http://"}} here'],
    ["{% set names = users | map(attribute='name') | list %}", "Write {{#set NAME=VALUE}} here"],
    ["{% set text %}", "Write {{#set NAME=VALUE}} here"],
    ["{% endset %}", "a partial"],
    ["{% with a = 1, b = x | upper %}", "Write {{#set a=1 b=(upper x)}}."],
    ["{% with a = 1 == 1 %}", "Write {{#set a=(eq 1 1)}}."],
    ["{% endwith %}", "Write {{/set}}."],
    ["{% include 'parts/head.conf.j2' %}", "Write {{> parts/head_conf}}."],
    ["{% macro port(n) %}", "a partial"],
    ["{% extends 'base' %}", "partials"],
    ["{% raw %}", "Write {{{{raw}}}}."],
    ["{% endraw %}", "Write {{{{/raw}}}}."],
    ["{% load static %}", "no statement `load`"],
    ["{# a note #}", "Write {{! a note }}."],
    ["{# with }} #}", "Write {{!-- with }} --}}."],
    ["{#- one\ntwo -#}", "between {{!-- and --}}"],
  ];
  for (const [text, hint] of cases) {
    it(`rejects ${JSON.stringify(text)}`, () => {
      expectFault(render(`x ${text} y`), "language/jinja at tasks/main.yaml:10:7: ", "is Jinja", hint);
    });
  }

  it("says how to write the characters themselves, and accepts that", () => {
    expectFault(render("{% if x %}"), "write {{{{raw}}}}{% if x %}{{{{/raw}}}}.");
    expect(rendered("a {{{{raw}}}}{% if x %}{# y #}{{{{/raw}}}} b")).to.equal("a {% if x %}{# y #} b");
  });

  const harmless: readonly string[] = [
    "length ${#var} and ${#list[@]} #}",
    "{{#if x}}a{{/if}} #}",
    "{{!-- {% if x %} {# y #} --}}",
    "{# not closed",
    "{% not closed",
    "curl -w '%{http_code}' {%}",
    "{%%} {% 5 %}",
  ];
  for (const text of harmless) {
    it(`accepts ${JSON.stringify(text)}`, () => {
      expect(compileTemplate(text, AT, "value").ok).to.equal(true);
    });
  }

  it("reports every statement and every syntax error of a file, each at its place", () => {
    const text =
      "{% if a %}\n  {{ b | upper }}\n{% endif %}\n{{ c[0] }}\n{{#if d == e}}\n{{ f }}\n{{/if}}\n{{ g if h }}\n";
    const outcome = compileFile(text, { file: "a.conf", line: 1, col: 1 }, { found: new Map(), names: [] });
    const faults = outcome.ok ? [] : outcome.faults;
    expect(
      faults.map(({ origin, hint }) => `${origin ? showOrigin(origin) : ""} ${hint.split(".")[0] ?? ""}`),
    ).to.deep.equal([
      "a.conf:1:1 Write {{#if a}}",
      "a.conf:3:1 Write {{/if}}",
      "a.conf:2:8 Write {{upper b}}",
      "a.conf:4:5 Write {{c",
      "a.conf:5:10 Write {{#if (eq d e)}}",
      "a.conf:8:4 Write {{#if h}}{{g}}{{/if}}",
    ]);
  });

  it("takes linear time for a text with many braces", () => {
    for (const part of ["{%a", "{%5", "{#", "{{", "${#"]) {
      const text = part.repeat(300_000);
      expect(findStatements(text)).to.deep.equal([]);
      expect(findStatements(`${text}%} #}`).length).to.be.at.most(1);
    }
  });
});
