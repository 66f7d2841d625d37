import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { skipBecause } from "../../tools/test/notes.ts";
import { canMount } from "../../tools/test/own-state.ts";
import { leftovers, provision, site, start, textOf } from "./harness.ts";
import { startSshd, type Sshd } from "./sshd.ts";

describe("ssh/files", () => {
  let sshd: Sshd;
  let target: string;
  const at = (name: string) => join(target, name);
  before(async () => {
    sshd = await startSshd();
  });
  after(() => sshd.stop());
  beforeEach(() => {
    target = sshd.scratch();
  });

  const copy = (more = "") => `- name: Copy\n  copy: { dest: "${at("file")}", content: "new\\n"${more} }\n`;

  it("replaces a file atomically: at every instant it is the old or the new one", async () => {
    const size = 3 * 1024 * 1024;
    const letters = ["a", "b", "c", "d", "e", "f"];
    writeFileSync(at("file"), Buffer.alloc(size, "a"));
    const tasks = letters.map((letter) => `- copy: { src: ${letter}, dest: "${at("file")}" }`).join("\n");
    const files = letters.map((letter) => [`files/${letter}`, Buffer.alloc(size, letter)] as const);
    const running = start(site(sshd, tasks, Object.fromEntries(files)));
    const observed = new Set<string>();
    const observe = () =>
      observed.add(
        createHash("sha256")
          .update(readFileSync(at("file")))
          .digest("hex"),
      );
    while (running.child.exitCode === null) {
      observe();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const run = await running.done;
    expect(run.exit, run.stderr).to.equal(0);
    const whole = files.map(([, bytes]) => createHash("sha256").update(bytes).digest("hex"));
    expect([...observed].filter((digest) => !whole.includes(digest))).to.deep.equal([]);
    expect(observed.size).to.be.greaterThan(1);
  });

  it("keeps mode and owner of a replaced file", async () => {
    writeFileSync(at("file"), "old", { mode: 0o600 });
    execFileSync("chmod", ["4750", at("file")]);
    const before = statSync(at("file"));
    expect((await provision(site(sshd, copy()))).exit).to.equal(0);
    const after = statSync(at("file"));
    expect(after.mode & 0o7777).to.equal(0o4750);
    expect([after.uid, after.gid]).to.deep.equal([before.uid, before.gid]);
    expect(after.ino).not.to.equal(before.ino);
    const changed = await provision(site(sshd, copy(', mode: "0640"')));
    expect(changed.results("Copy")[0]?.diff[0]).to.deep.include({ resource: { kind: "path", name: at("file") } });
    expect(statSync(at("file")).mode & 0o7777).to.equal(0o640);
    expect(statSync(at("file")).ino).to.equal(after.ino);
  });

  it("replaces a symbolic link, or follows it with follow: true", async () => {
    writeFileSync(at("real"), "old");
    symlinkSync("real", at("file"));
    expect((await provision(site(sshd, copy(", follow: true")))).exit).to.equal(0);
    expect(readlinkSync(at("file"))).to.equal("real");
    expect(textOf(at("real"))).to.equal("new\n");
    writeFileSync(at("real"), "old");
    expect((await provision(site(sshd, copy()))).exit).to.equal(0);
    expect(lstatSync(at("file")).isFile()).to.equal(true);
    expect(textOf(at("real"))).to.equal("old");
  });

  it("follows a dangling link with follow: true", async () => {
    symlinkSync("later", at("file"));
    const run = await provision(site(sshd, copy(", follow: true")));
    expect(run.exit, run.stderr).to.equal(0);
    expect(readlinkSync(at("file"))).to.equal("later");
    expect(textOf(at("later"))).to.equal("new\n");
  });

  it("keeps the old content under the file's other hard links", async () => {
    writeFileSync(at("other"), "old");
    linkSync(at("other"), at("file"));
    expect((await provision(site(sshd, copy()))).exit).to.equal(0);
    expect(textOf(at("other"))).to.equal("old");
    expect(textOf(at("file"))).to.equal("new\n");
  });

  it("rejects a path that is a folder or has no parent folder, and leaves nothing behind", async () => {
    mkdirSync(at("file"));
    const folder = await provision(site(sshd, copy()));
    expect(folder.results("Copy")[0]?.error?.code).to.equal("modules/is-directory");
    const deep = await provision(site(sshd, `- name: Copy\n  copy: { dest: "${at("no/file")}", content: x }\n`));
    expect(deep.results("Copy")[0]?.error?.code).to.equal("modules/no-parent");
    writeFileSync(at("plain"), "");
    const under = await provision(site(sshd, `- name: Copy\n  copy: { dest: "${at("plain/file")}", content: x }\n`));
    expect(under.results("Copy")[0]?.error?.code).to.equal("modules/parent-not-directory");
    expect([folder.exit, deep.exit, under.exit]).to.deep.equal([1, 1, 1]);
    expect(leftovers(sshd)).to.deep.equal([]);
  });

  it("reports that a name is too long", async () => {
    const path = `${sshd.scratch()}/${"n".repeat(256)}`;
    const modules = [{ copy: { dest: path, content: "" } }, { file: { path, state: "directory" } }, { stat: path }];
    const tasks = modules.map((module, index) => ({ name: `Task ${index}`, ...module, ignore_errors: true }));
    const run = await provision(site(sshd, JSON.stringify(tasks)));
    for (const { name } of tasks) {
      expect(run.results(name)[0]?.error?.code, name).to.equal("modules/name-too-long");
    }
  });

  it("rejects a mount point, or writes it in place with unsafe_writes: true", async function () {
    if (!canMount()) skipBecause(this, "only root with the right to mount can make a mount point");
    writeFileSync(join(sshd.folder, "below"), "old");
    writeFileSync(join(sshd.folder, "point"), "hidden");
    const mounting = await startSshd({ mounts: [[join(sshd.folder, "below"), join(sshd.folder, "point")]] });
    try {
      const write = (more: string) =>
        site(mounting, `- name: Copy\n  copy: { dest: "${join(sshd.folder, "point")}", content: "new\\n"${more} }\n`);
      const rejected = await provision(write(""));
      expect(rejected.results("Copy")[0]?.error?.code).to.equal("modules/mount-point");
      symlinkSync(sshd.folder, join(sshd.folder, "by way of"));
      symlinkSync("point", join(sshd.folder, "link"));
      for (const [name, follow] of [
        ["by way of/point", false],
        ["link", true],
      ] as const) {
        const tasks = [{ name: "Copy", copy: { dest: join(sshd.folder, name), content: "new", follow } }];
        const linked = await provision(site(mounting, JSON.stringify(tasks)));
        expect(linked.results("Copy")[0]?.error?.code, name).to.equal("modules/mount-point");
      }
      expect(textOf(join(sshd.folder, "below"))).to.equal("old");
      const written = await provision(write(", unsafe_writes: true"));
      expect(written.exit, written.stderr).to.equal(0);
      expect(textOf(join(sshd.folder, "below"))).to.equal("new\n");
      expect(written.events.some((event) => event.event === "warning")).to.equal(true);
    } finally {
      await mounting.stop();
    }
  });

  it("removes a folder with its content, but not what its links point to", async () => {
    mkdirSync(at("folder/deep"), { recursive: true });
    mkdirSync(at("kept"));
    writeFileSync(at("kept/file"), "");
    symlinkSync(at("kept"), at("folder/link"));
    const run = await provision(site(sshd, `- file: { path: "${at("folder")}", state: absent }\n`));
    expect(run.exit, run.stderr).to.equal(0);
    expect(existsSync(at("folder"))).to.equal(false);
    expect(existsSync(at("kept/file"))).to.equal(true);
  });
});
