import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { git } from "../../../../src/modules/files/git/git.ts";
import { predictedFrom, Target, withDefaults } from "../../lib/target.ts";

describe("modules/git", () => {
  let target: Target;
  const sh = (script: string) =>
    execFileSync("sh", ["-ec", script], {
      cwd: target.folder,
      encoding: "utf8",
      env: {
        PATH: process.env["PATH"],
        HOME: target.folder,
        ...{ GIT_AUTHOR_NAME: "A", GIT_AUTHOR_EMAIL: "a@example.com" },
        ...{ GIT_COMMITTER_NAME: "A", GIT_COMMITTER_EMAIL: "a@example.com" },
      },
    }).trim();
  const commit = (text: string) =>
    sh(`cd repo; echo '${text}' >file; git add file; git commit -qm '${text}'; git rev-parse HEAD`);

  beforeEach(() => {
    target = new Target();
    sh("git init -q -b main repo");
    commit("one");
    sh("cd repo; git tag -a -m one v1; git checkout -q -b next");
    commit("two");
    sh("cd repo; git checkout -q main");
  });
  afterEach(() => target.remove());

  const args = (more: object = {}) => ({ repo: target.path("repo"), dest: target.path("above/copy"), ...more });
  const head = (version: string) => sh(`cd repo; git rev-parse '${version}^{commit}'`);
  const text = () => readFileSync(target.path("above/copy/file"), "utf8").trim();

  for (const [version, name] of [
    ["HEAD", "main"],
    ["next", "next"],
    ["v1", "v1"],
  ] as const) {
    for (const depth of [undefined, 1]) {
      it(`checks out ${version}${depth === undefined ? "" : " with a short history"}, once`, async () => {
        // A path would be copied with its whole history.
        const repo = `file://${target.path("repo")}`;
        const given = args({ version, repo, ...(depth !== undefined && { depth }) });
        const { changes, result, applied } = await target.run(git, given);
        expect(changes).to.have.length(1);
        expect(result).to.include({ before: null, after: head(name) });
        expect(applied).to.deep.equal({ ok: true, value: { after: head(name) } });
        expect(text()).to.equal(name === "next" ? "two" : "one");
        expect((await target.run(git, given)).changes).to.deep.equal([]);
      });
    }
  }

  it("checks out a commit by its whole name and by its beginning", async () => {
    const whole = head("next");
    expect((await target.run(git, args({ version: whole }))).applied?.ok).to.equal(true);
    expect(text()).to.equal("two");
    expect((await target.run(git, args({ version: whole }))).changes).to.deep.equal([]);
    const short = args({ version: head("v1").slice(0, 10) });
    expect((await target.run(git, short)).applied?.ok).to.equal(true);
    expect(text()).to.equal("one");
    expect((await target.run(git, short)).changes).to.deep.equal([]);
  });

  it("follows a branch, unless `update` is off", async () => {
    await target.run(git, args());
    const two = commit("three");
    expect((await target.run(git, args({ update: false }))).changes).to.deep.equal([]);
    const { changes, result } = await target.run(git, args());
    expect(changes.map(({ summary }) => summary)).to.deep.equal([
      `check out ${two.slice(0, 12)} of ${target.path("repo")} in ${target.path("above/copy")}`,
    ]);
    expect(result["after"]).to.equal(two);
    expect(text()).to.equal("three");
  });

  it("discards changes only with `force`, and keeps files that git does not know", async () => {
    await target.run(git, args());
    sh("cd above/copy; echo changed >file; echo mine >own");
    expect((await target.faultOf(git, args()))?.code).to.equal("modules/git-modified");
    expect((await target.run(git, args({ force: true }))).applied?.ok).to.equal(true);
    expect(text()).to.equal("one");
    expect(existsSync(target.path("above/copy/own"))).to.equal(true);
    expect((await target.run(git, args({ force: true }))).changes).to.deep.equal([]);
  });

  it("changes to another repository", async () => {
    await target.run(git, args());
    sh("cp -r repo other");
    const other = args({ repo: target.path("other") });
    expect((await target.run(git, other)).changes).to.have.length(1);
    expect((await target.run(git, other)).changes).to.deep.equal([]);
  });

  it("fails without the version, the repository, or an empty folder", async () => {
    expect((await target.faultOf(git, args({ version: "none" })))?.code).to.equal("modules/no-git-version");
    const login = await target.faultOf(git, args({ repo: "https://me:secret@127.0.0.1:9/x.git" }));
    expect(login?.code).to.equal("modules/git-remote");
    expect(login?.message).to.not.include("secret");
    sh("mkdir -p above/copy; echo x >above/copy/x");
    expect((await target.faultOf(git, args()))?.code).to.equal("modules/not-a-copy");
  });

  it("continues what an interrupted run has begun", async () => {
    sh("mkdir -p above/copy; cd above/copy; git init -q");
    expect((await target.run(git, args())).applied?.ok).to.equal(true);
    expect(text()).to.equal("one");
  });

  it("writes nothing when it looks, and predicts from earlier tasks", async () => {
    const full = withDefaults(git, args());
    const state = await target.probe(git, full);
    expect(existsSync(target.path("above"))).to.equal(false);
    await target.run(git, args());
    const copied = await target.probe(git, full);
    const removed = predictedFrom([{ resource: { kind: "path", name: full.dest }, after: null }]);
    expect(git.decide(full, copied, removed).changes).to.have.length(1);
    const first = git.decide(full, state, removed);
    expect(git.decide(full, state, predictedFrom(first.changes)).unpredictable).to.be.a("string");
  });
});
