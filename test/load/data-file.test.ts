import { expect } from "chai";
import { jsonFaults, readData } from "../../src/load/data-file.ts";
import { withProject } from "./temporary-project.ts";

describe("load/data-file", () => {
  const read = (text: string) => withProject({ "x.yaml": text }, (root) => readData("x.yaml", root));

  it("reads every value as data, with its position and the file's text", async () => {
    const text = 'a: "{{ b }}"\nc: [1, { d: true }]\n';
    const outcome = await read(text);
    expect(outcome.ok && [...outcome.value]).to.deep.equal([
      ["a", { from: "data", value: "{{ b }}", origin: { file: "x.yaml", line: 1, col: 4, end: 13 } }],
      ["c", { from: "data", value: [1, { d: true }], origin: { file: "x.yaml", line: 2, col: 4, end: 20 } }],
    ]);
    expect([...outcome.sources]).to.deep.equal([["x.yaml", text]]);
    expect(await read("")).to.deep.include({ ok: true, value: new Map() });
  });

  it("warns of templates, which stay as they are, at their position", async () => {
    const { warnings } = await read(
      "a: '{{ b }}'\nc: [x, { d: 'is {{#if b}}' }]\ne: !raw '{{ b }}'\nf: '{{.ID}} {{'\n",
    );
    expect(warnings.map(({ code, origin, message }) => [code, origin?.line, origin?.col, message])).to.deep.equal([
      [
        "load/literal-template",
        1,
        4,
        "`a` contains `{{ b }}` literally, because values from a file of -e are not evaluated.",
      ],
      [
        "load/literal-template",
        2,
        13,
        "`c` contains `{{#if b}}` literally, because values from a file of -e are not evaluated.",
      ],
    ]);
  });

  it("rejects expressions, which are not evaluated in data", async () => {
    const outcome = await read("a: 1\nb: [!cel 1 + 1]\n");
    const [fault] = outcome.ok ? [] : outcome.faults;
    expect(fault).to.deep.include({
      code: "load/literal-wanted",
      origin: { file: "x.yaml", line: 2, col: 10, end: 15 },
    });
  });

  it("rejects a missing file and a file that is not a map", async () => {
    const codes = [
      await read("- a\n"),
      await read("a: [\n"),
      await withProject({}, (root) => readData("x.yaml", root)),
    ];
    expect(codes.map((outcome) => (outcome.ok ? "" : outcome.faults[0].code))).to.deep.equal([
      "load/wrong-type",
      "load/yaml",
      "load/missing-file",
    ]);
  });
});

describe("load/data-file: JSON", () => {
  const inexact: Readonly<Record<string, readonly string[]>> = {
    '{"a": 1.10}': ["-e:1:7 load/respelled-number"],
    '{"a": [1, {"b": 1e3}]}': ["-e:1:17 load/respelled-number"],
    '{"a": "\\ud800"}': ["-e:1:7 load/lone-surrogate"],
    '{"a": 1, "a": 2}': ["-e:1:10 load/duplicate-key"],
    [`{"a": ${"[".repeat(200)}${"]".repeat(200)}}`]: ["-e:1:105 load/too-deep"],
  };
  for (const [text, expected] of Object.entries(inexact)) {
    it(`rejects what would change on its way: ${text.slice(0, 30)}`, () => {
      const faults = jsonFaults(text, "-e");
      expect(faults.map(({ code, origin: at }) => `-e:${at?.line}:${at?.col} ${code}`)).to.deep.equal(expected);
    });
  }

  it("accepts JSON that is no exact YAML: tabs, large integers", () => {
    expect(jsonFaults('{\n\t"a": "\\ud83d\\ude00",\n\t"b": 9007199254740993,\n\t"c": {}\n}', "-e")).to.deep.equal([]);
  });
});
