import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, statSync } from "node:fs";
import { expect } from "chai";
import { git_config } from "../../../../src/modules/files/git_config/git_config.ts";
import { answered, NOTHING_PREDICTED, predictedFrom, Target, withDefaults, type Written } from "../../lib/target.ts";

type Given = Written<Parameters<typeof git_config.decide>[0]>;

describe("modules/files/git_config", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const git = (...words: readonly string[]) =>
    execFileSync("git", ["config", "--file", target.path("file"), ...words], { encoding: "utf8" });
  const set = (given: Given) => target.run(git_config, { file: target.path("file"), ...given });

  for (const [title, before, given, after] of [
    ["a new setting", [], { name: "user.name", value: "it's Ada" }, ["it's Ada"]],
    ["another value", ["x"], { name: "user.name", value: "-l" }, ["-l"]],
    ["several values", ["x", "y"], { name: "user.name", value: "y" }, ["y"]],
    ["an empty value", ["x"], { name: "user.name", value: "" }, [""]],
    ["a boolean", [], { name: "user.name", value: true }, ["true"]],
    ["one more value", ["x"], { name: "user.name", value: "y", add_mode: "add" }, ["x", "y"]],
    ["a setting to remove", ["x", "y"], { name: "user.name", state: "absent" }, []],
    ["one value to remove", ["a.c", "abc"], { name: "user.name", state: "absent", value: "a.c" }, ["abc"]],
  ] as const) {
    it(`changes ${title}, once`, async () => {
      for (const value of before) git("--add", "--", "user.name", value);
      const { changes, applied } = await set(given);
      expect(applied).to.deep.equal({ ok: true, value: {} });
      expect(changes.map((change) => [change.before, change.after])).to.deep.equal([[before, after]]);
      const again = await set(given);
      expect(again.changes).to.deep.equal([]);
      expect(again.result).to.deep.equal({ name: "user.name", values: after });
    });
  }

  it("keeps the rest of the file, and its permissions", async () => {
    git("core.bare", "false");
    chmodSync(target.path("file"), 0o600);
    await set({ name: "url.ssh://git@example.org/.insteadOf", value: "https://example.org/" });
    expect(readFileSync(target.path("file"), "utf8")).to.match(/bare = false[^]*\[url "ssh:\/\/git@example.org\/"\]/);
    expect(statSync(target.path("file")).mode & 0o777).to.equal(0o600);
    expect(git("--list").trim().split("\n")).to.have.length(2);
  });

  it("changes a repository's own settings, and fails for what is none", async () => {
    execFileSync("git", ["init", "-q", target.path("repo")]);
    const given = { repo: target.path("repo"), name: "gc.auto", value: 0 };
    expect((await target.run(git_config, given)).changes).to.have.length(1);
    expect((await target.run(git_config, given)).changes).to.deep.equal([]);
    expect((await target.faultOf(git_config, { ...given, repo: target.folder }))?.code).to.equal("modules/step-failed");
    expect((await target.faultOf(git_config, { ...given, repo: target.path("no") }))?.code).to.equal(
      "modules/no-parent",
    );
  });

  it("needs git, one scope, and a value in one line", async () => {
    const args = withDefaults(git_config, { name: "a.b", value: "1" });
    const without = git_config.probe(args).parse(answered("git no\n"));
    expect(without.ok ? "" : without.faults[0].code).to.equal("modules/no-program");
    expect((await target.faultOf(git_config, { ...args, file: target.path("x"), scope: "local" }))?.message).to.contain(
      "scope",
    );
    expect((await target.faultOf(git_config, { ...args, value: "1\n" }))?.message).to.contain("line break");
  });

  it("sees in check mode what earlier tasks would set, and does not know a file that one writes", () => {
    const state = { values: [], obstacle: undefined };
    const args = withDefaults(git_config, { name: "a.b", value: "1", file: "/srv/x" });
    const first = git_config.decide(args, state, NOTHING_PREDICTED);
    expect(git_config.decide(args, state, predictedFrom(first.changes)).changes).to.deep.equal([]);
    const more = withDefaults(git_config, { ...args, value: "2", add_mode: "add" });
    expect(git_config.decide(more, state, predictedFrom(first.changes)).changes[0]?.after).to.deep.equal(["1", "2"]);
    const file = predictedFrom([{ resource: { kind: "path", name: "/srv/x" }, after: { type: "file" } }]);
    expect(git_config.decide(args, state, file).unpredictable).to.equal("an earlier task writes /srv/x");
    const obstacle = { kind: "missing", where: "/srv/r", owner: "" };
    const local = withDefaults(git_config, { name: "a.b", value: "1", repo: "/srv/r" });
    const cloned = predictedFrom([{ resource: { kind: "path", name: "/srv/r" }, after: { type: "directory" } }]);
    expect(git_config.decide(local, { values: [], obstacle }, cloned).unpredictable).to.contain("/srv/r");
  });
});
