import { expect } from "chai";
import type { Origin } from "../../../src/model/origin.ts";
import { loadFiles } from "../temporary-project.ts";

/** The faults of a specification, each with the text at its position. */
async function faults(spec: string): Promise<string[]> {
  const outcome = await loadFiles({
    "site.yaml": "- hosts: all\n  roles: [web]\n",
    "roles/web/tasks/main.yaml": "- command: uptime\n",
    "roles/web/meta/argument_specs.yaml": `argument_specs:\n  main:\n    options:\n      x:\n${spec}\n`,
  });
  const at = (origin?: Origin) => origin && spec.slice(origin.col - 1, (origin.end ?? 0) - 1);
  return outcome.ok ? [] : outcome.faults.map(({ origin, message, hint }) => `${at(origin) ?? ""}: ${message} ${hint}`);
}

describe("load/specs/contradictions", () => {
  const REMOVE = (line: string) => `${line}, or remove it.`;
  const CORRECT = "Correct it, or the type and the limits of the specification.";
  const cases: Readonly<Record<string, readonly string[]>> = {
    "{ type: int, minimum: 5, maximum: 4 }": [
      "4: The minimum 5 is greater than the maximum 4. Exchange them, or correct one.",
    ],
    "{ minimum: 5 }": [`5: \`minimum\` has no meaning here. ${REMOVE("Write `type: int`")}`],
    "{ type: bool, pattern: a, expected: b }": [`a: \`pattern\` has no meaning here. ${REMOVE("Write `type: str`")}`],
    "{ type: list, pattern: a, expected: b }": [
      `a: \`pattern\` has no meaning here. ${REMOVE("Write `elements: str`")}`,
    ],
    "{ type: list, elements: str, maximum: 5 }": [
      `5: \`maximum\` has no meaning here. ${REMOVE("Write `elements: int`")}`,
    ],
    "{ type: int, source: file }": [`file: \`source\` has no meaning here. ${REMOVE("Write `type: str`")}`],
    "{ options: { a: {} } }": [`{ a: {} }: \`options\` has no meaning here. ${REMOVE("Write `type: dict`")}`],
    "{ elements: int }": [`int: \`elements\` has no meaning here. ${REMOVE("Write `type: list`")}`],
    "{ expected: words }": [`words: \`expected\` has no meaning here. ${REMOVE("Add `pattern`")}`],
    "{ created_by: make }": [`make: \`created_by\` has no meaning here. ${REMOVE("Add `source`")}`],
    "{ type: int, choices: [1, b] }": [`b: The choice b is not a whole number. ${CORRECT}`],
    "{ type: int, minimum: 2, choices: [1, 3] }": [`1: The choice 1 is not a whole number of at least 2. ${CORRECT}`],
    "{ choices: [a, B], pattern: '[a-z]', expected: a small letter }": [
      `B: The choice B is not a small letter. ${CORRECT}`,
    ],
    "{ type: bool, choices: [true, yes] }": [`yes: The choice yes is not true or false. ${CORRECT}`],
    "{ type: list, elements: int, choices: [1, b] }": [`b: The choice b is not a whole number. ${CORRECT}`],
    "{ type: int, default: many }": [`many: The default is not a whole number. ${CORRECT}`],
    "{ type: int, maximum: 5, default: 6 }": [`6: The default is not a whole number of at most 5. ${CORRECT}`],
    "{ choices: [a, b], default: c }": [`c: The default is not one of a, b. ${CORRECT}`],
    "{ type: list, elements: int, default: [1, b] }": [`[1, b]: The default is not a whole number. ${CORRECT}`],
    "{ required: true, default: x }": [
      "x: A variable that is required needs no default. Remove `default`, or `required: true`.",
    ],
    "{ type: dict, options: { a: { type: int, default: b } } }": [`b: The default is not a whole number. ${CORRECT}`],
    "{ type: int, minimum: 5, maximum: 5, default: 5 }": [],
    "{ type: list, choices: [a, b], default: [a] }": [],
    "{ type: list, elements: dict, options: { a: {} } }": [],
    "{ type: int, default: null }": [],
    "{ type: path, source: file, created_by: make }": [],
  };
  for (const [spec, expected] of Object.entries(cases)) {
    it(`${expected.length === 0 ? "accepts" : "rejects"} ${spec}`, async () => {
      expect(await faults(`        ${spec}`)).to.deep.equal(expected);
    });
  }

  it("reports a type that does not exist once", async () => {
    const [first, ...others] = await faults("        { type: integer, default: b, minimum: 3 }");
    expect(first).to.match(/`type` must be one of "str", "int"/);
    expect(others).to.deep.equal([]);
  });
});
