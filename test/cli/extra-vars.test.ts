import { expect } from "chai";
import { mergeExtraVars, parseExtraVars } from "../../src/cli/extra-vars.ts";
import type { DataVariables } from "../../src/load/data-file.ts";
import { good } from "../../src/errors/fault.ts";
import type { ValueMap } from "../../src/model/value.ts";

const FILES: ReadonlyMap<string, DataVariables> = new Map([
  [
    "vars.yaml",
    new Map([
      ["a", { from: "data", value: "file" }],
      ["b", { from: "data", value: [1] }],
    ]),
  ],
]);

function vars(...texts: readonly string[]): ValueMap {
  const parsed = parseExtraVars(texts);
  const merged = parsed.ok ? mergeExtraVars(parsed.value, (file) => good(FILES.get(file) ?? new Map())) : parsed;
  if (!merged.ok) throw new Error(merged.faults[0].code);
  return Object.fromEntries([...merged.value].map(([name, one]) => [name, one.from === "data" ? one.value : null]));
}

describe("cli/extra-vars", () => {
  it("treats every value after = as a string", () => {
    expect(vars("a=1", "b=true", "c=x=y", "d=", "e={{ x }}")).to.deep.equal({
      a: "1",
      b: "true",
      c: "x=y",
      d: "",
      e: "{{ x }}",
    });
  });

  it("accepts several pairs in one value, as Ansible does", () => {
    expect(vars(`a=1 b="two words" c='3'`)).to.deep.equal({ a: "1", b: "two words", c: "3" });
  });

  it("keeps blanks in a value that is not a list of pairs", () => {
    expect(vars("a=hello world")).to.deep.equal({ a: "hello world" });
    expect(vars("opts=-Da=b -Dc=d")).to.deep.equal({ opts: "-Da=b -Dc=d" });
    expect(vars("a=it's fine\nand=more")).to.deep.equal({ a: "it's fine\nand=more" });
  });

  it("keeps the types of JSON", () => {
    expect(vars('{"a": 1, "b": [true, null]}')).to.deep.equal({ a: 1, b: [true, null] });
  });

  it("rejects bytes that are not UTF-8, which Node.js replaces", () => {
    const parsed = parseExtraVars(["a=\uFFFD"]);
    expect(parsed.ok ? "" : parsed.faults[0].code).to.equal("cli/not-utf8");
  });

  it("accepts exact JSON over several lines, indented with tabs", () => {
    expect(vars('{\n\t"a": "\\ud83d\\ude00",\n\t"b": 9007199254740993\n}')).to.deep.equal({
      a: "😀",
      b: 9007199254740993n,
    });
  });

  it("reads files with the given function", () => {
    expect(vars("@vars.yaml")).to.deep.equal({ a: "file", b: [1] });
  });

  it("uses the last value of a name", () => {
    expect(vars("@vars.yaml", "a=last")).to.deep.equal({ a: "last", b: [1] });
    expect(vars("a=first", "@vars.yaml")["a"]).to.equal("file");
  });

  for (const text of ["nothing", "@", "1a=x", "a-b=c", "=x", "[1]"]) {
    it(`rejects ${text}`, () => {
      expect(() => vars(text)).to.throw("cli/not-a-variable");
    });
  }

  it("keeps all digits of an integer", () => {
    expect(vars('{"id": 9007199254740993}')).to.deep.equal({ id: 9007199254740993n });
  });

  it("rejects invalid JSON", () => {
    expect(() => vars("{a: 1}")).to.throw("cli/json-broken");
    expect(() => vars('{"a": 1e400}')).to.throw("cli/json-broken");
  });
});
