import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { yaml_file } from "../../../../src/modules/files/yaml_file/yaml_file.ts";
import { Target } from "../../lib/target.ts";

const TEXT = `# head
mode: 0644   # octal
empty:
items:
    - a   # first
    - {x: 1,  y: [2]}

last: yes
# end
`;

describe("modules/yaml_file", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const gone = { state: "absent", value: undefined };
  const cases: readonly (readonly [string, object, string, string])[] = [
    ["replaces a scalar where it stands", { key: ["mode"], value: "0600" }, TEXT, TEXT.replace("0644", '"0600"')],
    ["replaces one in a flow map", { key: ["items", 1, "x"], value: "a, b" }, TEXT, TEXT.replace("x: 1", 'x: "a, b"')],
    ["keeps a value that is equal", { key: ["items", 1], value: { y: [2], x: 1 } }, TEXT, TEXT],
    ["quotes what would be a boolean", { key: ["last"], value: "no" }, "last: 1\n", 'last: "no"\n'],
    ["writes several lines", { key: ["last"], value: "a\nb" }, "last: 1 # one\n", 'last: "a\\nb" # one\n'],
    ["takes names as they are written", { key: ["0x10"], value: 2 }, "0x10: 1\n", "0x10: 2\n"],
    ["fills a name without value", { key: ["a", "b"], value: 1 }, "a:\nc: 0644\n", "a:\n  b: 1\nc: 0644\n"],
    ["adds to a list", { key: ["a", 1], value: { b: "x" } }, "a:\n- 010 # x\n", "a:\n- 010 # x\n- b: x\n"],
    [
      "adds at the indentation of the file",
      { key: ["a", "c"], value: {} },
      "a:\n    b: ~\n",
      "a:\n    b: ~\n    c: {}\n",
    ],
    ["keeps tags and anchors", { key: ["c"], value: [] }, "a: &x !t 1\nb: *x\n", "a: &x !t 1\nb: *x\nc: []\n"],
    [
      "keeps the comment of what it replaces",
      { key: ["a"], value: 1 },
      "# of a\na:\n  - 1\nb: 2 # of b\n",
      "# of a\na: 1\nb: 2 # of b\n",
    ],
    ["writes a file of comments", { key: ["a"], value: 1 }, "# nothing yet\n", "# nothing yet\n\na: 1\n"],
    ["writes an empty file", { key: ["a", "b"], value: [1] }, "", "a:\n  b:\n    - 1\n"],
    ["removes a name", { key: ["b"], ...gone }, "a: 1 # a\n# of b\nb: 2\n", "a: 1 # a\n"],
    ["removes the last item", { key: ["a", 1], ...gone }, "a:\n  - 1 # one\n  - 2\n", "a:\n  - 1 # one\n"],
    ["finds nothing to remove", { key: ["none"], ...gone }, TEXT, TEXT],
  ];
  for (const [title, args, before, after] of cases) {
    it(`${title}, once`, async () => {
      const full = { path: target.path("f"), ...args };
      writeFileSync(full.path, before);
      const { changes } = await target.run(yaml_file, full);
      expect(readFileSync(full.path, "utf8")).to.equal(after);
      expect(changes).to.have.length(before === after ? 0 : 1);
      expect((await target.run(yaml_file, full)).changes).to.deep.equal([]);
    });
  }

  for (const [title, text, code, words] of [
    ["the file is not YAML", "a: [\n", "modules/no-document", "cannot be edited as a YAML document: line 2: "],
    ["the file has two documents", "a: 1\n---\na: 2\n", "modules/no-document", "another document begins here"],
    ["an alias is in the way", "x: &x {}\na: *x\n", "modules/no-place", "a is an alias of another value"],
  ] as const) {
    it(`fails if ${title}, and leaves the file`, async () => {
      const path = target.path("f");
      writeFileSync(path, text);
      const fault = await target.faultOf(yaml_file, { path, key: ["a", "b"], value: 0 });
      expect(fault?.code).to.equal(code);
      expect(fault?.message).to.include(words);
      expect(readFileSync(path, "utf8")).to.equal(text);
    });
  }
});
