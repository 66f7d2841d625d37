import { expect } from "chai";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { ini_file } from "../../../../src/modules/files/ini_file/ini_file.ts";
import { Target } from "../../lib/target.ts";

describe("modules/ini_file", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const option = (more: object) => ({ section: "a", option: "x", value: "1", ...more });
  const cases: readonly (readonly [string, object, string, string])[] = [
    ["changes an option", option({}), "[a]\nx=0 \n[b]\nx = 2\n", "[a]\nx = 1\n[b]\nx = 2\n"],
    ["keeps one that has the value", option({}), "[a]\n x = 1\n", "[a]\nx = 1\n"],
    ["adds one before what follows", option({}), "[a]\ny = 2\n\n# b\n[b]\n", "[a]\ny = 2\nx = 1\n\n# b\n[b]\n"],
    ["adds a section", option({}), "y = 1", "y = 1\n[a]\nx = 1\n"],
    ["adds a section alone", { section: "a" }, "y = 1\n", "y = 1\n[a]\n"],
    ["writes no spaces", option({ no_extra_spaces: true }), "[a]\n", "[a]\nx=1\n"],
    ["replaces a comment", option({}), "[a]\n#x = 0\n# xy = 3\n", "[a]\nx = 1\n# xy = 3\n"],
    ["leaves the comment", option({ modify_inactive_option: false }), "[a]\n#x = 0\n", "[a]\nx = 1\n#x = 0\n"],
    ["prefers the active line", option({}), "[a]\n#x = 0\nx = 0\n", "[a]\n#x = 0\nx = 1\n"],
    ["removes other values", option({}), "[a]\nx = 0\nx = 1\ny\n", "[a]\nx = 1\ny\n"],
    ["keeps other values", option({ exclusive: false }), "[a]\nx = 0\n", "[a]\nx = 0\nx = 1\n"],
    ["sets several values", option({ value: undefined, values: ["1", "2"] }), "[a]\nx = 2\n", "[a]\nx = 2\nx = 1\n"],
    ["writes before all sections", { option: "x", value: 5 }, "y = 1\n[a]\nx = 2\n", "y = 1\nx = 5\n[a]\nx = 2\n"],
    ["sets one without a value", option({ value: undefined, allow_no_value: true }), "[a]\nx = 1\n", "[a]\nx\n"],
    ["knows options by their whole names", option({}), "[a]\nxy = 2\n", "[a]\nxy = 2\nx = 1\n"],
    ["keeps the file's line ends", option({}), "[a]\r\nx = 0\r\n", "[a]\r\nx = 1\r\n"],
    [
      "removes an option",
      option({ value: undefined, state: "absent" }),
      "[a]\nx=1\n;x=2\n[b]\nx=1\n",
      "[a]\n;x=2\n[b]\nx=1\n",
    ],
    ["removes a value", option({ state: "absent", exclusive: false }), "[a]\nx=1\nx=2\n", "[a]\nx=2\n"],
    ["removes a section", { section: "a", state: "absent" }, "y\n[a]\nx=1\n\n[b]\n", "y\n[b]\n"],
    ["finds nothing to remove", option({ value: undefined, state: "absent" }), "[b]\nx=1\n", "[b]\nx=1\n"],
  ];
  for (const [title, args, before, after] of cases) {
    it(`${title}, once`, async () => {
      const full = { path: target.path("f"), ...args };
      writeFileSync(full.path, before);
      const { changes } = await target.run(ini_file, full);
      expect(readFileSync(full.path, "utf8")).to.equal(after);
      expect(changes).to.have.length(before === after ? 0 : 1);
      expect((await target.run(ini_file, full)).changes).to.deep.equal([]);
    });
  }

  it("creates the file unless it may not, and not to remove something", async () => {
    const path = target.path("new");
    expect((await target.faultOf(ini_file, { path, ...option({}), create: false }))?.code).to.equal(
      "modules/nothing-to-edit",
    );
    await target.run(ini_file, { path, ...option({ state: "absent" }) });
    expect(existsSync(path)).to.equal(false);
    await target.run(ini_file, { path, ...option({}) });
    expect(readFileSync(path, "utf8")).to.equal("[a]\nx = 1\n");
  });

  for (const [what, args] of [
    ["an option without a value", option({ value: undefined })],
    ["a value of two lines", option({ value: "1\n2" })],
    ["neither option nor section", {}],
    ["a value without an option", { section: "a", value: "1" }],
  ] as const) {
    it(`rejects ${what}`, async () => {
      const fault = await target.faultOf(ini_file, { path: target.path("f"), ...args });
      expect(fault?.code).to.equal("modules/argument");
    });
  }
});
