import { expect } from "chai";
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { find } from "../../../../src/modules/files/find/find.ts";
import { matches } from "../../../../src/modules/files/find/glob.ts";
import { predictedFrom, Target, withDefaults } from "../../lib/target.ts";

describe("modules/find", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
    mkdirSync(target.path("d/deep/er"), { recursive: true });
    for (const name of ["d/a.log", "d/b.conf", "d/.hidden", "d/it's $HOME", "d/deep/c.log", "d/deep/er/d.log"])
      writeFileSync(target.path(name), `first\n${name}\n`);
    symlinkSync("a.log", target.path("d/link"));
  });
  afterEach(() => target.remove());

  const decided = (args: object) => target.run(find, { paths: [target.path("d")], ...args });
  const found = async (args: object) => {
    const files = (await decided(args)).result["files"] as readonly { readonly path: string }[];
    return files.map(({ path }) => path.slice(target.path("d").length + 1));
  };

  const cases: readonly (readonly [string, object, readonly string[]])[] = [
    ["files", {}, ["a.log", "b.conf", "it's $HOME"]],
    ["hidden files", { hidden: true, patterns: [".*", "b*"] }, [".hidden", "b.conf"]],
    ["files by pattern", { patterns: ["*.log"], recurse: true }, ["a.log", "deep/c.log", "deep/er/d.log"]],
    ["files up to a depth", { patterns: ["*.log"], recurse: true, depth: 2 }, ["a.log", "deep/c.log"]],
    [
      "files by regular expression",
      { use_regex: true, patterns: ["[ab]\\.", "it"] },
      ["a.log", "b.conf", "it's $HOME"],
    ],
    ["files where one matches from the beginning only", { use_regex: true, patterns: ["log"] }, []],
    ["files but those of an expression", { use_regex: true, excludes: ["^.\\.(log|conf)$"] }, ["it's $HOME"]],
    ["files but some", { excludes: ["*.log", "it*"] }, ["b.conf"]],
    ["folders", { file_type: "directory", recurse: true }, ["deep", "deep/er"]],
    ["links", { file_type: "link" }, ["link"]],
    ["anything", { file_type: "any" }, ["a.log", "b.conf", "deep", "it's $HOME", "link"]],
    ["what links lead to", { follow: true, patterns: ["link", "b*"] }, ["b.conf", "link"]],
    ["files by content", { contains: "d/[ab]" }, ["a.log", "b.conf"]],
    ["no file with other content", { contains: "log" }, []],
    ["large files", { size: "1k" }, []],
    ["small files", { size: "-1k", patterns: ["a*"] }, ["a.log"]],
    ["new files", { age: "-1d", patterns: ["a*"] }, ["a.log"]],
  ];
  for (const [what, args, names] of cases)
    it(`finds ${what}`, async () => expect(await found(args)).to.deep.equal(names));

  it("finds old files, with their attributes", async () => {
    utimesSync(target.path("d/a.log"), 1000, 2000);
    const { result } = await decided({ age: "30d" });
    expect(result).to.include({ matched: 1, examined: 6 });
    const [file] = result["files"] as readonly object[];
    expect(file).to.include({ mtime: 2000, isreg: true, size: 14, nlink: 1 });
  });

  it("warns of a folder that is missing, and of names with line breaks", async () => {
    expect((await decided({ paths: [target.path("none")] })).warnings?.[0]).to.contain("none is not a folder");
    writeFileSync(target.path("d/a\nb"), "");
    const { warnings, result } = await decided({});
    expect(warnings).to.deep.equal(["Names with line breaks were left out."]);
    expect(result["matched"]).to.equal(3);
  });

  it("knows nothing of folders that earlier tasks would change", async () => {
    const args = withDefaults(find, { paths: [target.path("d")] });
    const state = await target.probe(find, args);
    const decideAfter = (name: string) =>
      find.decide(args, state, predictedFrom([{ resource: { kind: "path", name: target.path(name) }, after: null }]));
    expect(decideAfter("d/deep/c.log").unpredictable).to.contain("c.log");
    expect(decideAfter("d").unpredictable).to.contain("would change");
    expect(decideAfter("dd").unpredictable).to.equal(undefined);
  });

  for (const [pattern, name, isMatch] of [
    ["*.log", "a.log", true],
    ["*.log", "a.logs", false],
    ["?[0-9]*", "a1", true],
    ["[!a]*", "a", false],
    ["[!a]*", "b", true],
    ["[]]", "]", true],
    ["a**b*c", "axbyc", true],
    ["[", "[", true],
    ["", "", true],
    [`${"a*".repeat(100)}b`, "a".repeat(255), false],
  ] as const) {
    it(`${isMatch ? "matches" : "does not match"} ${name.slice(0, 9)} with ${pattern.slice(0, 9)}`, () => {
      expect(matches(pattern, name)).to.equal(isMatch);
    });
  }
});
