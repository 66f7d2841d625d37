import { expect } from "chai";
import { readData } from "../../src/load/data-file.ts";
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
