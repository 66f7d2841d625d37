import { expect } from "chai";
import { originAt, toData } from "../../../src/load/validation/data.ts";
import { child, type Node } from "../../../src/load/yaml/node.ts";
import { parseYaml } from "../../../src/load/yaml/parse.ts";

function parsed(text: string): Node {
  const { node, faults } = parseYaml(text, "x.yaml");
  expect(faults).to.deep.equal([]);
  if (!node) throw new Error("empty");
  return node;
}

const codes = (text: string) =>
  parseYaml(text, "x.yaml").faults.map(({ code, origin }) => `${origin?.line}:${origin?.col} ${code}`);

describe("load/yaml", () => {
  it("reads YAML 1.2: yes is a string, 0o17 is octal, 0644 is not", () => {
    expect(toData(parsed("a: yes\nb: 0o17\nc: 0644\nd: ~\ne: 1.5\nf: on\n"))).to.deep.equal({
      a: "yes",
      b: 15,
      c: 644,
      d: null,
      e: 1.5,
      f: "on",
    });
  });

  it("rejects a directive for another version", () => {
    expect(codes("# a\n\n%YAML 1.1\n---\na: no\n")).to.deep.equal(["3:1 load/yaml-version"]);
    expect(codes("%YAML 1.3\r\n---\r\na: no\r\n")).to.deep.equal(["1:1 load/yaml-version"]);
    expect(codes("%YAML 1.2\r\n---\r\na: no\r\n")).to.deep.equal([]);
    expect(codes("%YAML  1.2 # x\n---\na: |\n %YAML 1.1\n")).to.deep.equal([]);
  });

  it("returns no node for an empty file or one with only comments", () => {
    expect(parseYaml("", "x.yaml")).to.deep.equal({ node: undefined, faults: [] });
    expect(parseYaml("# later\n", "x.yaml")).to.deep.equal({ node: undefined, faults: [] });
  });

  it("follows aliases and keeps the origins of their targets", () => {
    const node = parsed("a: &x { port: 80 }\nb: *x\n");
    expect(toData(node)).to.deep.equal({ a: { port: 80 }, b: { port: 80 } });
    expect(originAt(node, ["b", "port"])).to.include({ line: 1, col: 15 });
  });

  it("finds where the text of a value begins", () => {
    const node = parsed("plain: a\nquoted: 'b'\nblock: |\n\n    c\nfolded: !cel >-\n  d\n");
    const starts = ["plain", "quoted", "block", "folded"].map((key) => {
      const value = child(node, key);
      return value?.kind === "scalar" ? `${value.textAt.line}:${value.textAt.col}` : "";
    });
    expect(starts).to.deep.equal(["1:8", "2:10", "5:5", "7:3"]);
  });

  it("keeps the spelling of numbers and booleans in keys", () => {
    expect(toData(parsed("8080: a\n0x1: b\ntrue: c\n"))).to.deep.equal({ "8080": "a", "0x1": "b", true: "c" });
  });

  it("reports every duplicate key and unknown tag", () => {
    expect(codes("a: 1\na: 2\nb: !vault x\nc: !cel [1]\n")).to.deep.equal([
      "2:1 load/duplicate-key",
      "3:11 load/unknown-tag",
      "4:9 load/unknown-tag",
    ]);
  });

  it("rejects an alias inside its own anchor", () => {
    expect(codes("a: &a [*a]\n")).to.deep.equal(["1:8 load/bad-alias"]);
  });

  it("recognizes a template without quotes, however YAML parses it", () => {
    expect(codes("a: {{ x }}\n")).to.deep.equal(["1:4 load/unquoted-template"]);
    expect(codes("- {{ x }}/y\n")).to.deep.equal(["1:3 load/unquoted-template"]);
    expect(codes("a: {{ x }} and more\n")).to.deep.equal(["1:4 load/unquoted-template"]);
  });
});
