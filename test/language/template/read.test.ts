import { expect } from "chai";
import { compileTemplate } from "../../../src/language/template/template.ts";

const AT = { file: "t", line: 1, col: 1 };

/** The faults of a template as `line:col code`. */
function faults(text: string): string[] {
  const compiled = compileTemplate(text, AT, "file");
  if (compiled.ok) return [];
  return compiled.faults.map(({ code, origin }) => `${origin?.line}:${origin?.col} ${code.replace("language/", "")}`);
}

describe("language/template/read", () => {
  it("reports each syntax error, and what is wrong in the rest", () => {
    expect(faults("{{ }}\n{{ok}} {{ a.[ }}\n{{{ }}}\n{{ uper a }}\n")).to.deep.equal([
      "1:4 template-syntax",
      "2:13 template-syntax",
      "3:5 template-syntax",
      "4:4 unknown-helper",
    ]);
  });

  it("keeps blocks around a syntax error", () => {
    expect(faults("{{#if a}}{{ }}{{else}}{{ }}{{/if}}")).to.deep.equal([
      "1:13 template-syntax",
      "1:26 template-syntax",
    ]);
  });

  it("reports only the first fault of the structure, because the rest is its consequence", () => {
    expect(faults("{{#if a}}\n{{/each}}\n{{ }}")).to.have.length(1);
    expect(faults("{{ a\n{{ b }}\n{{ }}")).to.have.length(1);
    expect(faults("{{/if}}\n{{ }}")).to.have.length(1);
    expect(faults("{{#if a}}\n")).to.have.length(1);
  });

  it("stops after a hundred statements of Jinja, and reads the rest without them", () => {
    expect(faults("{% if x %}\n".repeat(500) + "{{ uper a }}")).to.have.length(101);
    expect(faults("{% if x %}\n".repeat(500) + "{{ uper a }}").at(-1)).to.equal("501:4 unknown-helper");
  });

  it("finds the place after a lone carriage return", () => {
    expect(faults("a\rb {{ uper a }}\r\n\r{{ lowr a }}")).to.deep.equal(["1:8 unknown-helper", "2:5 unknown-helper"]);
    expect(faults("a\rb {{ }}\r{{ lowr a }}")).to.deep.equal(["1:8 template-syntax", "1:14 unknown-helper"]);
  });

  for (const number of ["12345678901234567890", "9007199254740993", "9007199254740992", "1.10", "007", "-0"]) {
    it(`rejects the number ${number}, which would be written otherwise`, () => {
      expect(faults(`a\r{{ ${number} }}`)).to.deep.equal(["1:6 template-syntax"]);
      expect(faults(`{{#if (eq a ${number})}}x{{/if}}`)).to.deep.equal(["1:13 template-syntax"]);
    });
  }

  it("accepts other numbers", () => {
    expect(faults("{{ 9007199254740991 }}{{ -1.5 }}{{ 0 }}{{add a 10}}{{ l.[007] }}")).to.deep.equal([]);
  });

  it("stops after ten further faults", () => {
    expect(faults("{{ }}\n".repeat(500))).to.have.length(11);
  });
});
