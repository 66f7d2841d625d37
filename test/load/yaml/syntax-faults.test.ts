import { expect } from "chai";
import { parseYaml } from "../../../src/load/yaml/parse.ts";

const faults = (text: string) => parseYaml(text, "x.yaml").faults;

/** Faulty YAML, and for each fault its position and parts of its message and hint. */
const CASES: readonly (readonly [title: string, text: string, ...(readonly (readonly [string, string])[])])[] = [
  [
    "a key that is indented too deep",
    "- command: uptime\n   register: x\n- debug:\n",
    [
      "2:4",
      "indented by 3 spaces, which fits no line above it. Indent it by 2 spaces if it belongs next to `command: up",
    ],
  ],
  [
    "a key that is not indented enough",
    "- name: a\n  command: uptime\n register: x\n",
    [
      "3:2",
      "indented by 1 space, which fits no line above it. Indent it by 2 spaces if it belongs next to `command: up",
    ],
  ],
  [
    "a key between two levels",
    "- copy:\n    src: a\n   dest: b\n",
    ["3:4", "Indent it by 4 spaces if it belongs next to `src: a`"],
  ],
  [
    "a dash that is indented too deep",
    "a:\n  - b: 1\n   - c: 2\n",
    ["3:4", "Indent it by 2 spaces if it belongs next to `- b"],
  ],
  [
    "a dash that is not indented enough",
    "a:\n   - b:\n  - c:\n",
    ["3:3", "Indent it by 3 spaces if it belongs next to `- b:`"],
  ],
  ["a key after the items of a list", "- a\nb: c\n", ["2:1", "a key follows the items of a list"]],
  ["a tab", "- a:\n\tb: 1\n", ["2:1", "indented with a tab"]],
  [
    "a colon without a blank",
    "- hosts:all\n  tasks: []\n",
    ["1:3", "the blank after a colon is missing. Write hosts: all."],
  ],
  ["a line without a colon", "a: 1\nb\nc: 2\n", ["2:1", "neither a key with a colon nor a list item"]],
  [
    "colons in values",
    '- name: foo: bar\n- b: 1\n- c: say "d": e\n',
    ["1:9", 'Quote the value: name: "foo: bar".'],
    ["3:6", `Quote the value: c: 'say "d": e'.`],
  ],
  [
    "characters that cannot begin a value",
    "a: @x\nb: 1\nc: `d`\ne: %f\n",
    ["1:4", 'a value cannot begin with @. Quote it: "@x".'],
    ["3:4", 'a value cannot begin with `. Quote it: "`d`".'],
    ["4:4", 'a value cannot begin with %. Quote it: "%f".'],
  ],
  [
    "escape sequences that do not exist",
    'a: "\\d+"\nb: "x\\q"\n',
    ["1:5", "\\d is not an escape sequence. Write \\\\d for a backslash, or put the value in single quotes."],
    ["2:6", "\\q is not an escape sequence"],
  ],
  [
    "a double quote that is not closed",
    'a: 1\nb: "x\nc: d\n',
    ["2:4", '" is not closed. Check the indentation, and write "'],
  ],
  ["a single quote that is not closed", "a: 'x\nb: c\n", ["1:4", "' is not closed"]],
  ["a quote inside quotes", "a: 'it's'\nb: 1\n", ["1:8", "text follows the closing quote"]],
  ["a bracket that is not closed", "a: [1, 2\nb: 3\n", ["2:1", "[ is not closed. Check the indentation, and write ]"]],
  ["a brace that is not closed", "a: {b: 1\nc: 3\n", ["2:1", "{ is not closed. Check the indentation, and write }"]],
  [
    "a template in the middle of a value, in a map on one line",
    "a: { b: c, name: x@{{ y }}-{{ z }}, d: e }\n",
    ["1:20", 'braces in the middle of a value need quotes here. Quote the value: "x@{{ y }}-{{ z }}".'],
  ],
  ["the same in a list", "a: [x, y-{{ z }}]\n", ["1:10", 'Quote the value: "y-{{ z }}".']],
  ["a comparison without quotes", "a: >= 2\n", ["1:5", 'begin a block of lines. Quote the value: ">= 2".']],
  ["a list on the line of its key", "a: - b\n", ["1:4", "a list begins on the line of its key"]],
  ["old line ends", "a: 1\rb: 2\r", ["1:4", "a carriage return only. Save the file with Unix line ends"]],
  ["a pattern without quotes", "a: *.log\n", ["1:4", 'If it is text, quote it: "*.log".']],
  [
    "a wrong indentation and two other faults",
    "a: b\n  c: d\n  e: f\ng: `x`\nh: @y\n",
    ["2:3", "fits no line above it"],
    ["4:4", "cannot begin with `"],
    ["5:4", "cannot begin with @"],
  ],
];

describe("load/yaml: syntax faults", () => {
  for (const [title, text, ...expected] of CASES) {
    it(`explains ${title}`, () => {
      const found = faults(text);
      expect(found.map(({ origin }) => `${origin?.line}:${origin?.col}`)).to.deep.equal(expected.map(([at]) => at));
      found.forEach(({ message, hint }, index) => expect(`${message} ${hint}`).to.include(expected[index]?.[1]));
    });
  }

  it("accepts Windows line ends, and tabs that do not indent", () => {
    expect(faults("a:\tb\r\nc: [1,\t2]\r\n")).to.deep.equal([]);
  });

  it("shows where an unclosed bracket is, and where a duplicate key is first written", () => {
    expect(faults("a: [1\nb: 2\n")[0]?.also).to.deep.equal([
      { note: "The [ is here:", origin: { file: "x.yaml", line: 1, col: 4, end: 5 } },
    ]);
    expect(faults("a: 1\nb: 2\n'a': 3\n")[0]?.also).to.deep.equal([
      { note: "The key is first written here:", origin: { file: "x.yaml", line: 1, col: 1, end: 2 } },
    ]);
  });

  it("reports every duplicate key, once per repetition", () => {
    const at = faults("a: 1\na: 2\nb: { c: 1, c: 2 }\na: 3\n").map(({ origin }) => `${origin?.line}:${origin?.col}`);
    expect(at).to.deep.equal(["2:1", "3:12", "4:1"]);
  });
});

describe("load/yaml: limits", () => {
  const codes = (text: string) => faults(text).map(({ code, origin }) => `${origin?.line}:${origin?.col} ${code}`);

  it("rejects deep nesting in every form, and accepts a hundred levels", () => {
    expect(codes(`a: ${"[".repeat(3000)}`)).to.deep.equal(["1:102 load/too-deep"]);
    expect(codes(`a: ${"{a: ".repeat(3000)}`)[0]).to.match(/load\/too-deep$/);
    expect(codes("- ".repeat(3000))[0]).to.match(/load\/too-deep$/);
    expect(codes("? ".repeat(3000))[0]).to.match(/load\/too-deep$/);
    const lines = Array.from({ length: 200 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("");
    expect(codes(lines)[0]).to.match(/load\/too-deep$/);
    expect(codes(`${"[".repeat(98)}${"]".repeat(98)}`)).to.deep.equal([]);
  });

  it("rejects a file with too many parts, whatever they are", () => {
    for (const part of ["- 1\n", "#\n", "---\n", "\n"]) {
      expect(codes(`a: 1\n${part.repeat(301_000)}`)[0], part).to.match(/load\/too-long$/);
    }
  });

  it("reads as many keys as fit, in time that grows with their number", () => {
    const keys = Array.from({ length: 40_000 }, (_, index) => `k${index}: v\n`).join("");
    expect(codes(keys)).to.deep.equal([]);
  });

  it("rejects aliases that expand to too much, and an alias to a later anchor", () => {
    const laughs = Array.from({ length: 12 }, (_, index) =>
      index === 0
        ? "a0: &a0 [x]\n"
        : `a${index}: &a${index} [${Array(9)
            .fill(`*a${index - 1}`)
            .join(", ")}]\n`,
    ).join("");
    expect(codes(laughs)[0]).to.match(/load\/too-large$/);
    expect(codes("a: *b\nb: &b 1\n")).to.deep.equal(["1:4 load/bad-alias"]);
  });
});
