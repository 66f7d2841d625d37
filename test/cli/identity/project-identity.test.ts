import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { projectIdentity } from "../../../src/cli/identity/project-identity.ts";

const CONFIG = '[remote "origin"]\n\turl = https://me:hunter2@git.example.com/org/site.git\n';

describe("cli/identity/project-identity", () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), "provision-identity-")));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Writes files below the test's folder, and returns the path of one of its folders. */
  function files(contents: Readonly<Record<string, string>>, project = "."): string {
    for (const [name, text] of Object.entries(contents)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    mkdirSync(path.join(folder, project), { recursive: true });
    return path.join(folder, project);
  }

  it("is the repository and the folder in it, wherever it is checked out", async () => {
    expect((await projectIdentity(files({ "a/.git/config": CONFIG }, "a")))[0]).to.equal("git.example.com/org/site");
    const inside = files({ "b/.git/config": CONFIG }, "b/deploy/prod");
    expect(await projectIdentity(inside)).to.deep.equal(["git.example.com/org/site//deploy/prod", inside]);
  });

  it("is the real path of the folder if that is in no repository", async () => {
    const project = files({}, "project");
    symlinkSync(project, path.join(folder, "link"));
    expect(await projectIdentity(path.join(folder, "link"))).to.deep.equal([project]);
  });

  it("follows a symbolic link to the folder before it looks for the repository", async () => {
    const project = files({ "real/.git/config": CONFIG }, "real/deploy");
    symlinkSync(project, path.join(folder, "link"));
    expect((await projectIdentity(path.join(folder, "link")))[0]).to.equal("git.example.com/org/site//deploy");
  });

  it("finds the repository of a further working tree, and of a submodule", async () => {
    const tree = files(
      {
        "main/.git/config": CONFIG,
        "main/.git/worktrees/next/commondir": "../..\n",
        "next/.git": `gitdir: ${folder}/main/.git/worktrees/next\n`,
        "main/.git/modules/sub/config": CONFIG.replace("site.git", "sub.git"),
        "main/sub/.git": "gitdir: ../.git/modules/sub\n",
      },
      "next/deploy",
    );
    expect((await projectIdentity(tree))[0]).to.equal("git.example.com/org/site//deploy");
    expect((await projectIdentity(path.join(folder, "main/sub")))[0]).to.equal("git.example.com/org/sub");
  });

  it("agrees with git on a clone and on a working tree that git made", async () => {
    const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, stdio: "pipe" });
    const identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"];
    git("init", "-q", "one");
    git("-C", "one", ...identity, "commit", "-q", "--allow-empty", "-m", "First");
    git("-C", "one", "remote", "add", "origin", "git@git.example.com:org/site.git");
    git("-C", "one", "worktree", "add", "-q", "../two");
    git("clone", "-q", "one", "three");
    expect((await projectIdentity(path.join(folder, "one")))[0]).to.equal("git.example.com/org/site");
    expect((await projectIdentity(path.join(folder, "two")))[0]).to.equal("git.example.com/org/site");
    expect((await projectIdentity(path.join(folder, "three")))[0]).to.equal(path.join(folder, "one"));
  });

  const faults: Readonly<Record<string, (git: string) => void>> = {
    "an empty folder": (git) => mkdirSync(git),
    "a file that names no folder": (git) => writeFileSync(git, "something else\n"),
    "a file that names a folder that does not exist": (git) => writeFileSync(git, "gitdir: /nowhere\n"),
    "a dangling link": (git) => symlinkSync("/nowhere", git),
    "a link to itself": (git) => symlinkSync(git, git),
    "a pipe": (git) => void execFileSync("mkfifo", [git]),
    "a folder whose configuration is a pipe": (git) => {
      mkdirSync(git);
      execFileSync("mkfifo", [path.join(git, "config")]);
    },
    "a folder whose configuration is a folder": (git) => mkdirSync(path.join(git, "config"), { recursive: true }),
    "a folder whose configuration is huge": (git) => {
      mkdirSync(git);
      writeFileSync(path.join(git, "config"), CONFIG + "#".repeat(5 * 1024 * 1024));
    },
    "a folder whose configuration is not text": (git) => {
      mkdirSync(git);
      writeFileSync(path.join(git, "config"), Buffer.from(`${CONFIG}\xff\0`, "latin1"));
    },
    "a folder with a remote in no known form": (git) => {
      mkdirSync(git);
      writeFileSync(path.join(git, "config"), '[remote "origin"]\n\turl = ext::hunter2\n');
    },
    "a folder whose commondir leads nowhere": (git) => {
      mkdirSync(git);
      writeFileSync(path.join(git, "config"), CONFIG);
      writeFileSync(path.join(git, "commondir"), "/nowhere\n");
    },
  };
  for (const [what, make] of Object.entries(faults)) {
    it(`is the real path of the folder if .git is ${what}`, async () => {
      const project = files({}, "project");
      make(path.join(project, ".git"));
      expect(await projectIdentity(project)).to.deep.equal([project]);
    });
  }
});
