import { expect } from "chai";
import { exampleAsMethod, exampleInCel, exampleInTemplate } from "../../../src/language/functions/examples.ts";
import { FUNCTIONS } from "../../../src/language/functions/table.ts";
import { TEMPLATE_HELPERS } from "../../../src/language/helpers.ts";
import { calculated, rendered } from "../support.ts";

/** CEL's own method of this name takes only strings. */
const CEL_METHODS: ReadonlySet<string> = new Set(["contains"]);

describe("language/functions: examples", () => {
  for (const fn of FUNCTIONS) {
    for (const example of fn.examples) {
      const { template, variables } = exampleInTemplate(fn, example);
      it(`${fn.name}: ${template}`, () => expect(rendered(template, variables)).to.deep.equal(example.result));
      const texts = [exampleInCel(fn, example), ...(CEL_METHODS.has(fn.name) ? [] : [exampleAsMethod(fn, example)])];
      for (const text of texts) {
        it(`${fn.name}: ${text}`, () => expect(calculated(text)).to.deep.equal(example.result));
      }
    }
  }

  it("have unique names and full sentences", () => {
    const names = [...FUNCTIONS, ...TEMPLATE_HELPERS].map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
    for (const { summary } of FUNCTIONS) expect(summary).to.match(/^[A-Z].*\.$/);
  });

  it("have optional parameters last", () => {
    for (const { name, parameters } of FUNCTIONS) {
      const kinds = parameters.map(({ optional, many }) => (many ? 2 : optional ? 1 : 0));
      expect(kinds, name).to.deep.equal(kinds.toSorted((a, b) => a - b));
    }
  });
});
