import { expect } from "chai";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { yum_repository } from "../../../../src/modules/packages/yum_repository/yum_repository.ts";
import { NOTHING_PREDICTED, predictedFrom, Target, withDefaults } from "../../lib/target.ts";

describe("modules/packages/yum_repository", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const described = { name: "x", description: "The X", baseurl: ["https://a.example/1", "https://a.example/2"] };
  const text = "[x]\nbaseurl = https://a.example/1\n\thttps://a.example/2\nname = The X\n";
  const cases: readonly (readonly [string, object, string | undefined, string])[] = [
    ["writes a file", {}, undefined, `${text}\n`],
    [
      "writes the options in the order of their names",
      {
        baseurl: ["https://a.example/$basearch"],
        metalink: "https://a.example/m",
        enabled: false,
        priority: 5,
        exclude: ["a*", "b"],
      },
      undefined,
      "[x]\nbaseurl = https://a.example/$basearch\nenabled = 0\nexclude = a* b\nmetalink = https://a.example/m\nname = The X\npriority = 5\n\n",
    ],
    ["adds a section behind others", {}, "# own\n[y]\nname=Y", `# own\n[y]\nname=Y\n\n${text}\n`],
    ["replaces a section in its place", {}, "[x]\nname = X\n[y]\nname=Y\n", `${text}\n[y]\nname=Y\n`],
    ["drops an option that is not given", {}, `${text}enabled=0\n[y]\n`, `${text}\n[y]\n`],
    [
      "keeps a section that says the same",
      {},
      "[x]\nName: The X\n# mirrors\nbaseurl=https://a.example/1\n  https://a.example/2 \n[y]\n",
      "[x]\nName: The X\n# mirrors\nbaseurl=https://a.example/1\n  https://a.example/2 \n[y]\n",
    ],
    ["removes a section", { state: "absent" }, `[y]\nname=Y\n${text}[z]\n`, "[y]\nname=Y\n[z]\n"],
    ["finds nothing to remove", { state: "absent" }, "[y]\n", "[y]\n"],
  ];
  for (const [title, more, before, after] of cases) {
    it(`${title}, once`, async () => {
      const path = target.path("x.repo");
      if (before !== undefined) writeFileSync(path, before);
      const args = { ...described, reposdir: target.folder, ...more };
      const { changes, applied } = await target.run(yum_repository, args);
      expect(changes.length > 0).to.equal(before !== after);
      if (before !== after) expect(applied?.ok).to.equal(true);
      expect(readFileSync(path, "utf8")).to.equal(after);
      expect((await target.run(yum_repository, args)).changes).to.deep.equal([]);
    });
  }

  it("takes the file's name with its end, too, and has no file to remove", async () => {
    const reposdir = target.folder;
    await target.run(yum_repository, { name: "x", file: "all.repo", reposdir, state: "absent" });
    expect(existsSync(target.path("all.repo"))).to.equal(false);
    const { result } = await target.run(yum_repository, { ...described, file: "all.repo", reposdir });
    expect(result).to.include({ repo: "x", path: target.path("all.repo") });
  });

  it("knows in check mode what earlier tasks would write, and fails without the folder", async () => {
    const args = withDefaults(yum_repository, { ...described, reposdir: target.folder });
    const state = await target.probe(yum_repository, args);
    const { changes } = yum_repository.decide(args, state, NOTHING_PREDICTED);
    expect(yum_repository.decide(args, state, predictedFrom(changes)).changes).to.deep.equal([]);
    const other = { ...described, reposdir: target.path("none") };
    expect(await target.faultOf(yum_repository, other)).to.include({ code: "modules/no-parent", missing: true });
  });
});
