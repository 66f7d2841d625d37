import { expect } from "chai";
import { readData } from "../../src/load/data-file.ts";
import { withProject } from "./temporary-project.ts";

describe("load/data-file", () => {
  const read = (text: string) => withProject({ "x.yaml": text }, (root) => readData("x.yaml", root));

  it("reads every value as data", async () => {
    expect(await read('a: "{{ b }}"\nc: [1, { d: true }]\n')).to.deep.equal({
      ok: true,
      value: { a: "{{ b }}", c: [1, { d: true }] },
    });
    expect(await read("")).to.deep.equal({ ok: true, value: {} });
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
