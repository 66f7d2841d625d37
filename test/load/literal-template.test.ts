import { expect } from "chai";
import { literalTemplate } from "../../src/load/literal-template.ts";
import type { Value } from "../../src/model/value.ts";

describe("load/literal-template", () => {
  const templates: readonly (readonly [Value, string])[] = [
    ["{{ y }}", "{{ y }}"],
    ["a {{y}} b", "{{y}}"],
    ["{{{ y }}}", "{{{ y }}}"],
    ["{{- y -}}", "{{- y -}}"],
    ["{{#if y}}x{{/if}}", "{{#if y}}"],
    ["{% if y %}x{% endif %}", "{% if y %}"],
    ["{{ lookup('env', 'X') }}", "{{ lookup('env', 'X') }}"],
    [["x", { a: "{{ y }}" }], "{{ y }}"],
  ];
  for (const [value, text] of templates) {
    it(`finds a template in ${JSON.stringify(value)}`, () => {
      const fault = literalTemplate("x", value, "-e");
      expect(fault?.message).to.equal(
        `\`x\` contains \`${text}\` literally, because values from -e are not evaluated.`,
      );
      expect(fault?.hint).to.include("define `x` under `vars` of the play");
    });
  }

  for (const value of ["{{.ID}}", "{}", "{{", "%{http_code}", "100 {%", 1, null, ["{{.Names}}"]]) {
    it(`says nothing about ${JSON.stringify(value)}`, () => {
      expect(literalTemplate("x", value, "-e")).to.equal(undefined);
    });
  }
});
