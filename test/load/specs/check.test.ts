import { expect } from "chai";
import { compilePattern } from "../../../src/language/pattern/pattern.ts";
import { violationOf } from "../../../src/load/specs/check.ts";
import type { Specs, VariableSpec } from "../../../src/load/specs/spec.ts";
import { Secret } from "../../../src/model/secret.ts";
import { Unknown } from "../../../src/model/unknown.ts";
import type { Value } from "../../../src/model/value.ts";

const spec = (fields: Partial<VariableSpec>): VariableSpec => ({
  type: "str",
  origin: { file: "specs.yaml", line: 1, col: 1 },
  required: false,
  choices: undefined,
  elements: undefined,
  options: undefined,
  format: undefined,
  minimum: undefined,
  maximum: undefined,
  source: undefined,
  noLog: false,
  ...fields,
});

const sizes = compilePattern("^(?:[0-9]+[mg])$");
if (!sizes.ok) throw new Error(sizes.problem.problem);
const size = spec({ format: { pattern: sizes.pattern, words: "a size such as 2g" } });
const topic: Specs = new Map([
  ["name", spec({ required: true })],
  ["partitions", spec({ type: "int", minimum: 1 })],
]);
const topics = spec({ type: "list", elements: spec({ type: "dict", required: true, options: topic }) });

/** What is accepted, and what is rejected as `PATH must be EXPECTED, but is FOUND. HINT`. */
const CASES: readonly {
  readonly of: VariableSpec;
  readonly good: readonly Value[];
  readonly bad: readonly (readonly [Value, string])[];
}[] = [
  {
    of: spec({ type: "int" }),
    good: [3, "3", "-3", 10n ** 20n, 3.0],
    bad: [
      [3.5, "must be a whole number, but is the number 3.5. Write a whole number."],
      ["3.5", 'must be a whole number, but is the string "3.5". Write a whole number.'],
      ["banana", 'must be a whole number, but is the string "banana". Write a whole number.'],
      ["", 'must be a whole number, but is the string "". Write a whole number.'],
      [true, "must be a whole number, but is the value true. Write a whole number."],
      [null, "must be a whole number, but is empty. Write a whole number."],
      [[1], "must be a whole number, but is a list. Write a whole number."],
    ],
  },
  {
    of: spec({ type: "int", minimum: 1, maximum: 65535 }),
    good: [1, 65535, "80"],
    bad: [
      [0, "must be a whole number from 1 to 65535, but is the number 0. Write a whole number from 1 to 65535."],
      [
        "65536",
        'must be a whole number from 1 to 65535, but is the string "65536". Write a whole number from 1 to 65535.',
      ],
    ],
  },
  {
    of: spec({ type: "float", minimum: 0 }),
    good: [0, 1.5, "1e3", ".5"],
    bad: [[-1, "must be a number of at least 0, but is the number -1. Write a number of at least 0."]],
  },
  {
    of: spec({ type: "bool" }),
    good: [true, false],
    bad: [
      ["true", 'must be true or false, but is the string "true". Write true, without quotes.'],
      ["no", 'must be true or false, but is the string "no". Write false, without quotes.'],
      [1, "must be true or false, but is the number 1. Write true or false."],
    ],
  },
  {
    of: spec({ type: "str" }),
    good: ["", "x", 3, 10n ** 20n, new Secret("hunter22")],
    bad: [
      [true, 'must be a string, but is the value true. Quote it: "true".'],
      [["x"], "must be a string, but is a list. Write a string."],
    ],
  },
  {
    of: size,
    good: ["2g", new Unknown("later")],
    bad: [
      ["banana", 'must be a size such as 2g, but is the string "banana". Write a size such as 2g.'],
      ["x2g", 'must be a size such as 2g, but is the string "x2g". Write a size such as 2g.'],
      [2, "must be a size such as 2g, but is the number 2. Write a size such as 2g."],
    ],
  },
  {
    of: spec({ choices: ["none", "basic"] }),
    good: ["none", "basic"],
    bad: [
      ["bsic", 'must be one of none, basic, but is the string "bsic". Did you mean `basic`?'],
      ["x", 'must be one of none, basic, but is the string "x". Write one of none, basic.'],
    ],
  },
  {
    of: spec({ type: "list", elements: spec({ type: "int", required: true }) }),
    good: [[], [1, "2"]],
    bad: [
      ["1,2", 'must be a list, but is the string "1,2". Write a list.'],
      [[1, "x"], '1 must be a whole number, but is the string "x". Write a whole number.'],
      [[null], "0 must be a whole number, but is empty. Write a whole number."],
    ],
  },
  {
    of: topics,
    good: [[], [{ name: "a" }, { name: "b", partitions: 3 }], [{ name: "a", partitions: null }]],
    bad: [
      [
        [{ nam: "a" }],
        "0 must be a map with no keys but name, partitions, but is a map with the key `nam`. Did you mean `name`?",
      ],
      [[{ partitions: 1 }], "0 must be a map with the key `name`, but is a map without it. Add `name`."],
      [
        [{ name: "a" }, { name: "b", partitions: 0 }],
        "1.partitions must be a whole number of at least 1, but is the number 0. Write a whole number of at least 1.",
      ],
    ],
  },
  { of: spec({ type: "raw" }), good: [null, 1, "x", [], {}], bad: [] },
  {
    of: spec({ noLog: true, type: "int" }),
    good: [],
    bad: [["hunter22", "must be a whole number, but is a secret. Write a whole number."]],
  },
  {
    of: spec({ type: "int" }),
    good: [],
    bad: [[new Secret("hunter22"), "must be a whole number, but is a secret. Write a whole number."]],
  },
];

describe("load/specs/check", () => {
  for (const { of, good, bad } of CASES) {
    const title = `${of.type}${of.choices ? " with choices" : ""}${of.format ? " with a pattern" : ""}`;
    it(`accepts and rejects values of ${title}`, () => {
      for (const value of good) expect(violationOf(of, value)).to.equal(undefined);
      for (const [value, text] of bad) {
        const { path, expected, found, hint } = violationOf(of, value) ?? {
          path: [],
          expected: "",
          found: "",
          hint: "",
        };
        expect(`${path.join(".")} must be ${expected}, but is ${found}. ${hint}`.trim()).to.equal(text);
      }
    });
  }
});
