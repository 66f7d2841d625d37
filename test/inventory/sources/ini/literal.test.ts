import { expect } from "chai";
import { pythonLiteral } from "../../../../src/inventory/sources/ini/literal.ts";
import type { Value } from "../../../../src/model/value.ts";

/** Values of INI inventories as ansible-core 2.18 reads them. */
const CASES: readonly (readonly [string, Value])[] = [
  ["5", 5],
  ["-5", -5],
  ["- 5", -5],
  ["+3", 3],
  ["--5", "--5"],
  ["-", "-"],
  ["010", "010"],
  ["00", 0],
  ["0x1F", 31],
  ["0o17", 15],
  ["0b101", 5],
  ["1_000", 1000],
  ["1__0", "1__0"],
  ["1.50", 1.5],
  ["1.", 1],
  [".5", 0.5],
  ["1e3", 1000],
  ["1e999", "1e999"],
  ["1.2.3", "1.2.3"],
  ["192.0.2.1", "192.0.2.1"],
  ["1j", "1j"],
  ["9007199254740993", 9007199254740993n],
  ["True", true],
  ["False", false],
  ["None", null],
  ["true", "true"],
  ["FALSE", "FALSE"],
  ["Truest", "Truest"],
  ["yes", "yes"],
  ["", ""],
  ["text", "text"],
  ["two words", "two words"],
  ["'x'", "x"],
  ['"5"', "5"],
  ["u'x'", "x"],
  [String.raw`r'a\n'`, String.raw`a\n`],
  [String.raw`"\x41\n\u00e9\101"`, "A\né" + "A"],
  [String.raw`"\d\\"`, String.raw`\d` + "\\"],
  [String.raw`"\ud800"`, String.raw`"\ud800"`],
  ["'a' 'b'", "ab"],
  ["'a", "'a"],
  ["b'x'", "b'x'"],
  ["[1, 'a', [True]]", [1, "a", [true]]],
  ["[1, 2,]", [1, 2]],
  ["[,]", "[,]"],
  ["[1", "[1"],
  ["[1 2]", "[1 2]"],
  ["[a, b]", "[a, b]"],
  ["[]", []],
  ["()", []],
  ["(1)", 1],
  ["(1,)", [1]],
  ["(1, 2)", [1, 2]],
  ["1,2", [1, 2]],
  ["1,", [1]],
  ["a,b", "a,b"],
  ["{'k': None, 1: [2]}", { k: null, "1": [2] }],
  ["{}", {}],
  ["{1, 2}", "{1, 2}"],
  ["{{ name }}", "{{ name }}"],
  ['"quoted # no" # yes', "quoted # no"],
  ["22 # port", 22],
  ["un quoted # kept", "un quoted # kept"],
  ["1 + 1", "1 + 1"],
  ["__import__('os')", "__import__('os')"],
  ["$HOME", "$HOME"],
];

describe("inventory/sources/ini/literal", () => {
  for (const [text, value] of CASES) {
    it(`reads ${JSON.stringify(text)}`, () => expect(pythonLiteral(text)).to.deep.equal(value));
  }

  it("leaves nested brackets as they are that are too deep", () => {
    const deep = "[".repeat(50_000);
    expect(pythonLiteral(deep)).to.equal(deep);
  });
});
