import { expect } from "chai";
import { compileTemplate } from "../../../src/language/template/template.ts";

const faults = (text: string) => {
  const compiled = compileTemplate(text, { file: "t", line: 1, col: 1 }, "file");
  return compiled.ok ? [] : compiled.faults.map(({ code, origin }) => `${origin?.line}:${origin?.col} ${code}`);
};

describe("language/template/limits", () => {
  it("rejects a text with more braces than the parser can hold", () => {
    expect(faults("{{a}}".repeat(20_000))).to.deep.equal([]);
    expect(faults("{{a}}\n".repeat(20_001))).to.deep.equal(["20001:1 language/template-size"]);
    expect(faults("{{{a}}} {{~b}}\n".repeat(20_001))).to.deep.equal(["10001:1 language/template-size"]);
  });

  it("rejects blocks and helpers that are nested too deep", () => {
    const blocks = (depth: number) => "{{#if a}}".repeat(depth) + "{{/if}}".repeat(depth);
    const helpers = (depth: number) => `{{upper ${"(upper ".repeat(depth)}a${")".repeat(depth)}}}`;
    expect(faults(blocks(100))).to.deep.equal([]);
    expect(faults(blocks(20_000))).to.deep.equal(["1:901 language/template-size"]);
    expect(faults(helpers(100))).to.deep.equal([]);
    expect(faults(helpers(5_000))).to.deep.equal(["1:1 language/template-size"]);
    expect(faults("{{#if a}}{{/if}}".repeat(500))).to.deep.equal([]);
  });
});
