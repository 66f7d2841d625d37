import { expect } from "chai";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { json_file } from "../../../../src/modules/files/json_file/json_file.ts";
import { Target } from "../../lib/target.ts";

describe("modules/json_file", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const gone = { state: "absent", value: undefined } as const;
  const cases: readonly (readonly [string, object, string, string])[] = [
    ["changes a value", { key: ["a"], value: 2 }, '{\n\t"a": 1 , "b": 1.0\n}\n', '{\n\t"a": 2 , "b": 1.0\n}\n'],
    ["keeps one that is equal", { key: ["a"], value: { y: 1, x: [] } }, '{"a":{"x":[],"y":1}}', '{"a":{"x":[],"y":1}}'],
    ["keeps the order of names", { key: ["b"], value: 0 }, '{"2":1,"1":2,"b":3}', '{"2":1,"1":2,"b":0}'],
    [
      "keeps large numbers",
      { key: ["b"], value: true },
      '{"a":12345678901234567890, "b":0}',
      '{"a":12345678901234567890, "b":true}',
    ],
    [
      "tells large numbers apart",
      { key: ["a"], value: 12345678901234567891n },
      '{"a":12345678901234567890}',
      '{"a":12345678901234567891}',
    ],
    ["tells text from numbers", { key: ["a"], value: "1" }, '{"a": 1}', '{"a": "1"}'],
    [
      "adds a name",
      { key: ["c"], value: "x" },
      '{\n    "a": 1,\n    "b": 2\n}\n',
      '{\n    "a": 1,\n    "b": 2,\n    "c": "x"\n}\n',
    ],
    ["adds a name on the same line", { key: ["c"], value: "x" }, '{"a": 1}', '{"a": 1, "c": "x"}'],
    [
      "makes maps on the way",
      { key: ["a", "b", 0, "c"], value: 1 },
      "{\n}\n",
      '{\n  "a": {\n    "b": [\n      {\n        "c": 1\n      }\n    ]\n  }\n}\n',
    ],
    ["fills null", { key: ["a", "b"], value: 1 }, '{"a":null}', '{"a":{"b":1}}'],
    ["fills an empty map", { key: ["a", "b"], value: 1 }, '{\n "a": {}\n}', '{\n "a": {\n  "b": 1\n }\n}'],
    ["changes an item", { key: ["a", 1], value: 0 }, '{"a":[1,2,3]}', '{"a":[1,0,3]}'],
    ["adds an item", { key: ["a", 3], value: 0 }, '{"a":[1,2,3]}', '{"a":[1,2,3, 0]}'],
    ["takes names as they are decoded", { key: ["é/"], value: 0 }, '{"\\u00e9\\/":1}', '{"\\u00e9\\/":0}'],
    ["finds names with dots and digits", { key: ["a.b", "0"], value: 0 }, '{"a.b":{"0":1}}', '{"a.b":{"0":0}}'],
    [
      "keeps the line ends",
      { key: ["b"], value: [1] },
      '{\r\n  "a": 1\r\n}\r\n',
      '{\r\n  "a": 1,\r\n  "b": [\r\n    1\r\n  ]\r\n}\r\n',
    ],
    ["sets null", { key: ["a"], value: null }, '{"a": 1}', '{"a": null}'],
    ["writes an empty file", { key: ["a"], value: 1 }, "\n", '{\n  "a": 1\n}\n'],
    ["removes the first", { key: ["a"], ...gone }, '{\n  "a": 1,\n  "b": 2\n}\n', '{\n  "b": 2\n}\n'],
    ["removes the last", { key: ["b"], ...gone }, '{\n  "a": 1,\n  "b": 2\n}\n', '{\n  "a": 1\n}\n'],
    ["removes the only one", { key: ["a", "b"], ...gone }, '{"a": {"b": 1}}', '{"a": {}}'],
    ["removes an only item", { key: ["a", 0], ...gone }, '{"a": [1]}', '{"a": []}'],
    ["removes null", { key: ["a"], ...gone }, '{"a": null, "b": 1}', '{"b": 1}'],
    ["finds nothing to remove", { key: ["b", "c"], ...gone }, '{"a": 1}', '{"a": 1}'],
  ];
  for (const [title, args, before, after] of cases) {
    it(`${title}, once`, async () => {
      const full = { path: target.path("f"), ...args };
      writeFileSync(full.path, before);
      const { changes } = await target.run(json_file, full);
      expect(readFileSync(full.path, "utf8")).to.equal(after);
      expect(changes).to.have.length(before === after ? 0 : 1);
      expect((await target.run(json_file, full)).changes).to.deep.equal([]);
    });
  }

  for (const [title, key, text, code, words] of [
    ["the file is not JSON", ["a"], "{'a': 1}", "modules/no-document", "cannot be edited as a JSON document."],
    ["a text is in the way", ["a", "b"], '{"a": ""}', "modules/no-place", "a is neither a map nor a list"],
    ["a list has no names", ["a", "b"], '{"a": []}', "modules/no-place", "a is a list"],
    ["a list is too short", ["a", 2], '{"a": [1]}', "modules/no-place", "a → 2 is beyond the list, which has 1 items"],
    ["a list would begin in its middle", ["a", 1], "{}", "modules/no-place", "a → 1 is beyond the list, which is new"],
    ["a name is there twice", ["a"], '{"a": 1, "a": 1}', "modules/no-place", "a is there more than once"],
  ] as const) {
    it(`fails if ${title}, and leaves the file`, async () => {
      const path = target.path("f");
      writeFileSync(path, text);
      const fault = await target.faultOf(json_file, { path, key, value: 0 });
      expect(fault?.code).to.equal(code);
      expect(fault?.message).to.include(words);
      expect(readFileSync(path, "utf8")).to.equal(text);
    });
  }

  it("creates the file unless it may not, and not to remove something", async () => {
    const args = { path: target.path("new"), key: ["a"], value: 1 };
    expect((await target.faultOf(json_file, { ...args, create: false }))?.code).to.equal("modules/nothing-to-edit");
    await target.run(json_file, { ...args, ...gone });
    expect(existsSync(args.path)).to.equal(false);
    await target.run(json_file, args);
    expect(readFileSync(args.path, "utf8")).to.equal('{\n  "a": 1\n}\n');
  });
});
