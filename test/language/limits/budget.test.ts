import { expect } from "chai";
import { compileExpression } from "../../../src/language/cel/expression.ts";
import type { Scope } from "../../../src/language/scope-interface.ts";
import { createScope } from "../../../src/language/scope.ts";
import { good } from "../../../src/errors/fault.ts";
import { Unknown } from "../../../src/model/unknown.ts";
import { AT, calculate, calculated, dataLayer, expectFault, projectLayer, render } from "../support.ts";
import { valueOf } from "../../errors/value-of.ts";

const many = Array.from({ length: 1000 }, (_, index) => index);
const VALUES = {
  many,
  text: "x".repeat(1_000_000),
  lists: many.slice(0, 300).map(() => many.slice(0, 300)),
  same: many.slice(0, 300).map(() => many.slice(0, 300)),
  maps: many.map((index) => ({ index })),
};
/** Milliseconds: only for a test that hangs. */
const PATIENCE = 60_000;
const AT_START = "at tasks/main.yaml:10:5: ";

/** `value` combined with itself `times` times, each result with itself again. */
function doubled(value: string, times: number, combine: (name: string) => string): string {
  const steps = Array.from({ length: times }, (_, index) => `cel.bind(a${index + 1}, ${combine(`a${index}`)}, `);
  return `cel.bind(a0, ${value}, ${steps.join("")}a${times}${")".repeat(times + 1)}`;
}

describe("language/limits/budget: expressions that would not end", function () {
  this.timeout(PATIENCE);
  const tooLong: readonly string[] = [
    "many.map(x, many.map(y, many.map(z, x + y + z)))",
    "many.exists(x, many.exists(y, many.exists(z, z < 0))) || true",
    "many.all(x, many.all(y, many.all(z, x + y + z < 0 || x >= 0)))",
    "range(100000).map(x, range(100000))",
    "range(100000).filter(x, lists == same)",
    "range(100000).filter(x, [1] in maps)",
    "many.map(x, size(text))",
    "many.map(x, text.split('x'))",
    "range(100000).map(x, text.matches('y+z'))",
    doubled("[1]", 60, (name) => `${name} + ${name}`),
    doubled("[1]", 60, (name) => `[${name}, ${name}]`),
    doubled("[[1]]", 60, (name) => `flatten([${name}, ${name}])`),
  ];
  for (const text of tooLong) {
    it(`stops ${text.slice(0, 70)}`, () => {
      expectFault(calculate(text, VALUES), "language/too-long", AT_START, "after 3,000,000 steps");
    });
  }

  it("stops a text that doubles", () => {
    const text = doubled("'x'", 60, (name) => `${name} + ${name}`);
    expectFault(calculate(text, VALUES), "language/too-large", AT_START, "more than 16,777,216 characters");
  });

  it("evaluates what a large inventory needs", () => {
    expect(
      calculated("hosts.map(x, hosts.filter(y, y == x).size()).all(n, n == 1)", { hosts: many.slice(0, 500) }),
    ).to.equal(true);
    expect(calculated("range(100000).map(x, x * 2).size()", VALUES)).to.equal(100_000);
    expect(calculated("many.filter(x, text.contains('y')).size()", VALUES)).to.equal(0);
    expect(calculated("lists == same && maps[999] in maps", VALUES)).to.equal(true);
  });

  it("counts no steps for what a condition does not read", () => {
    const unknown = new Unknown("not run");
    expect(calculated("a == b", { a: [1, unknown], b: [1] })).to.equal(false);
  });

  it("starts from zero with each evaluation", () => {
    for (let count = 0; count < 3; count++) expect(calculate("range(90000).all(x, x >= 0)").ok).to.equal(true);
  });
});

describe("language/limits/budget: templates that would not end", function () {
  this.timeout(PATIENCE);
  const cases: readonly (readonly [text: string, code: string])[] = [
    ["{{#each many}}{{#each @root.many}}{{#each @root.many}}{{/each}}{{/each}}{{/each}}", "language/too-long"],
    ["{{#each many}}{{#each @root.many}}{{#each @root.many}}{{this}}{{/each}}{{/each}}{{/each}}", "language/too-long"],
    ["{{#each many}}{{#each @root.many}}{{json @root.lists}}{{/each}}{{/each}}", "language/too-long"],
    ["{{#each many}}{{#each @root.many}}{{eq @root.lists @root.same}}{{/each}}{{/each}}", "language/too-long"],
    ["{{#each many}}{{@root.text}}{{/each}}", "language/too-large"],
    ['{{replace text "x" text}}', "language/too-large"],
    ['{{indent (replace text "x" "a\n") 1000}}', "language/too-large"],
    ["{{join (values lists) text}}{{join many text}}", "language/helper-argument"],
    ["{{join many text}}", "language/too-large"],
  ];
  for (const [text, code] of cases) {
    it(`stops ${JSON.stringify(text)}`, () => expectFault(render(text, VALUES, "file"), code, "tasks/main.yaml:10:"));
  }

  it("stops variables that contain each other twice", () => {
    const texts = Object.fromEntries(many.slice(1, 100).map((n) => [`a${n}`, `{{a${n - 1}}}{{a${n - 1}}}`]));
    const scope = createScope([dataLayer({ a0: "x" }), projectLayer(texts)]);
    const outcome = scope.lookup("a99");
    expectFault(outcome ?? good(null), "language/too-long", "vars.yaml:2");
  });

  it("stops variables that read each other in a chain that is too long", () => {
    const texts = Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`a${n + 1}`, `x {{a${n}}}`]));
    const scope = createScope([dataLayer({ a0: "x" }), projectLayer(texts)]);
    expectFault(scope.lookup("a3000") ?? good(null), "language/too-deep");
  });
});

describe("language/cel/expression: evaluated inside its own evaluation", () => {
  it("keeps the state of the outer loop", () => {
    const expression = valueOf(compileExpression("[1, 2, 3].map(x, x + other)", AT));
    const inner: Scope = { lookup: () => good(10), names: () => [] };
    const lookup = () => {
      expect(expression.evaluate(inner)).to.deep.equal(good([11, 12, 13]));
      return good(100);
    };
    expect(expression.evaluate({ lookup, names: () => [] })).to.deep.equal(good([101, 102, 103]));
  });
});
