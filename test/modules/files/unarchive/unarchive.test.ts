import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { archiveContent } from "../../../../src/run/archives/archive.ts";
import { contentOfBytes } from "../../../../src/module/content.ts";
import type { Change } from "../../../../src/model/change.ts";
import { unarchive } from "../../../../src/modules/files/unarchive/unarchive.ts";
import { NOTHING_PREDICTED, predictedFrom, Target, withDefaults } from "../../lib/target.ts";

describe("modules/unarchive", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
    mkdirSync(target.path("dest"));
  });
  afterEach(() => target.remove());

  const sh = (script: string) => execFileSync("sh", ["-ec", `umask 022; ${script}`], { cwd: target.folder });
  const TREE =
    "mkdir -p tree/sub; echo one >tree/a; chmod 0750 tree/a; ln -s ../a tree/sub/link; ln tree/a tree/hard; touch -d @1000000 tree/a";
  const args = (more: object = {}) => ({
    src: target.path("archive"),
    dest: target.path("dest"),
    remote_src: true,
    ...more,
  });
  const faultOf = async (more: object = {}) => target.faultOf(unarchive, args(more));

  for (const [title, option] of Object.entries({ tar: "", gzip: "-z", xz: "-J", bzip2: "-j", zstd: "--zstd" })) {
    it(`unpacks an archive of the format ${title}, once`, async () => {
      sh(`${TREE}; tar -cf archive ${option} -C tree .`);
      const { applied } = await target.run(unarchive, args());
      expect(applied).to.deep.equal({ ok: true, value: {} });
      expect(readFileSync(target.path("dest/hard"), "utf8")).to.equal("one\n");
      expect(statSync(target.path("dest/a")).mode & 0o7777).to.equal(0o750);
      expect(readlinkSync(target.path("dest/sub/link"))).to.equal("../a");
      expect((await target.run(unarchive, args())).changes).to.deep.equal([]);
    });
  }

  for (const [title, script] of Object.entries({
    "a removed file": "rm dest/sub/c",
    "another content": "echo longer >dest/sub/c",
    "another time": "touch -d @5 dest/sub/c",
    "other permissions": "chmod 0600 dest/sub/c",
    "another link": "ln -sfn c dest/sub/link",
  })) {
    it(`unpacks again after ${title}`, async () => {
      sh(`${TREE}; echo c >tree/sub/c; tar -czf archive -C tree .`);
      await target.run(unarchive, args());
      sh(script);
      const { changes } = await target.run(unarchive, args());
      expect(changes.map(({ resource }) => resource.name)).to.have.length(1);
      expect((await target.run(unarchive, args())).changes).to.deep.equal([]);
    });
  }

  for (const [title, script, why] of [
    ["an absolute name", "echo x >x; tar -cPf archive $PWD/x", "strange"],
    ["a name with ..", "echo x >x; mkdir s; tar -cPf archive -C s ../x", "refused"],
    ["an absolute link", "ln -s /etc x; tar -cf archive x", "refused"],
    ["a link that leads out", "mkdir s; ln -s ../../x s/l; tar -cf archive s", "refused"],
    ["a link that leads out by way of another", "mkdir s; ln -s a/../../x s/l; tar -cf archive s", "refused"],
    [
      "a member below a link",
      "ln -s . l; tar -cf archive l; rm l; mkdir l; echo x >l/x; tar -rf archive l/x",
      "refused",
    ],
    ["a pipe", "mkfifo x; tar -cf archive x", "strange"],
    ["a line break in a name", "echo x >'a\nb'; tar -cf archive a*b", "strange"],
    [
      "a missing end",
      `${TREE}; head -c 99999 /dev/urandom >tree/r; tar -czf x -C tree .; head -c 9999 x >archive`,
      "strange",
    ],
    ["a broken checksum", `${TREE}; tar -czf x -C tree .; head -c -8 x >archive; echo 1234567 >>archive`, "strange"],
    ["the format zip", "printf 'PK\\003\\004rest' >archive", "format"],
    ["no content", ": >archive", "format"],
  ] as const) {
    it(`refuses an archive with ${title}, and writes nothing`, async () => {
      sh(script.replaceAll("\\n", "\n"));
      const fault = await faultOf();
      const absolute = title === "an absolute name" || title === "a name with ..";
      const codes = absolute ? ["modules/archive-strange", "modules/archive-refused"] : [`modules/archive-${why}`];
      expect(codes).to.include(fault?.code);
      expect(sh("ls -A dest").toString()).to.equal("");
    });
  }

  it("refuses a folder that is a link, or that others may write to, below the destination", async () => {
    sh(`${TREE}; tar -cf archive -C tree .`);
    symlinkSync("/etc", target.path("dest/sub"));
    expect((await faultOf())?.code).to.equal("modules/other-type");
    sh("rm dest/sub; mkdir dest/sub; chmod 0777 dest/sub");
    expect((await faultOf())?.code).to.equal("modules/open-folder");
    expect(await faultOf({ follow_unsafe_links: true })).to.equal(undefined);
  });

  it("fails without the archive or the destination", async () => {
    expect(await faultOf()).to.include({ code: "modules/no-archive", missing: true });
    sh(`${TREE}; tar -cf archive -C tree .`);
    expect(await faultOf({ dest: target.path("none") })).to.include({ code: "modules/no-destination", missing: true });
  });

  it("does not unpack an archive that has changed since it was looked at", async () => {
    sh(`${TREE}; tar -cf archive -C tree .`);
    const given = withDefaults(unarchive, args());
    const state = await target.probe(unarchive, given);
    const { changes } = unarchive.decide(given, state, NOTHING_PREDICTED);
    sh("echo x >>archive");
    const answer = await target.send(unarchive.apply(given, [changes[0] as Change], state).script);
    expect(answer).to.include({ exit: 1, stderr: "The archive was changed while the task ran.\n" });
    expect(existsSync(target.path("dest/a"))).to.equal(false);
  });

  it("leaves all as it is if `creates` exists, and unpacks all if it does not", async () => {
    sh(`${TREE}; tar -cf archive -C tree .`);
    writeFileSync(target.path("mark"), "");
    expect((await target.run(unarchive, args({ creates: target.path("mark") }))).changes).to.deep.equal([]);
    expect((await target.run(unarchive, args({ creates: target.path("dest/a") }))).changes).to.not.deep.equal([]);
    expect((await target.run(unarchive, args({ creates: target.path("dest/a") }))).changes).to.deep.equal([]);
  });

  const names = () => sh("cd dest; find . -mindepth 1 | sort").toString().trim().split("\n");
  for (const [title, more, found] of [
    ["only some members", { include: ["./tree/sub"] }, ["./tree", "./tree/sub", "./tree/sub/c", "./tree/sub/link"]],
    ["all but some", { exclude: ["tree/sub"] }, ["./tree", "./tree/a"]],
    ["without first folders", { extra_opts: ["--strip-components=1"] }, ["./a", "./sub", "./sub/c", "./sub/link"]],
    ["without several", { extra_opts: ["--strip", "2"] }, ["./c", "./link"]],
  ] as const) {
    for (const pack of ["tree", "./tree"]) {
      it(`unpacks ${title}, once, of ${pack}`, async () => {
        sh(
          `${TREE}; echo c >tree/sub/c; rm tree/hard; chmod 0700 tree tree/sub; ln -sfn c tree/sub/link; tar -czf archive ${pack}`,
        );
        const strip = pack === "tree" ? more : withDot(more);
        const given = args({ ...strip, list_files: true });
        const { applied, result } = await target.run(unarchive, given);
        expect(applied).to.deep.equal({ ok: true, value: {} });
        expect(names()).to.deep.equal(found);
        expect(result["files"]).to.include(found.at(-1)?.slice(2));
        expect((await target.run(unarchive, given)).changes).to.deep.equal([]);
      });
    }
  }
  const withDot = <A extends object>(more: A) =>
    "extra_opts" in more
      ? {
          ...more,
          extra_opts: String(more.extra_opts)
            .replace(/\d+/, (count) => String(Number(count) + 1))
            .split(","),
        }
      : more;

  it("gives members the mode and the owner that are wanted, and sees when they differ", async () => {
    sh(`${TREE}; tar -cf archive -C tree .`);
    const [uid, gid] = [String(process.getuid?.()), String(process.getgid?.())];
    const given = args({ mode: "u=rwX,go=rX", owner: uid, group: gid });
    const { applied } = await target.run(unarchive, given);
    expect(applied).to.deep.equal({ ok: true, value: {} });
    expect(statSync(target.path("dest/a")).mode & 0o7777).to.equal(0o755);
    expect((await target.run(unarchive, given)).changes).to.deep.equal([]);
    sh("chmod 0700 dest/sub");
    expect((await target.run(unarchive, given)).changes).to.have.length(1);
    const other = withDefaults(unarchive, { ...given, owner: "12345" });
    const state = await target.probe(unarchive, other);
    expect(unarchive.decide(other, state, NOTHING_PREDICTED).changes).to.have.length(5);
    expect((await faultOf({ owner: "nobody-here" }))?.code).to.equal("modules/no-account");
  });

  it("refuses what would lead out under a shorter name, and options without their number", async () => {
    sh("mkdir -p a/b; echo x >a/x; ln -s ../x a/b/l; ln a/x a/h; tar -cf archive a/b; tar -cf hard a/x a/h");
    const strip = (count: number) => ({ extra_opts: [`--strip-components=${count}`] });
    expect(await faultOf(strip(1))).to.equal(undefined);
    expect((await faultOf(strip(2)))?.code).to.equal("modules/archive-refused");
    expect((await faultOf({ ...strip(1), src: target.path("hard") }))?.code).to.equal("modules/archive-refused");
    expect((await faultOf({ src: target.path("hard"), exclude: ["a/h"] }))?.code).to.equal(undefined);
    expect((await faultOf({ src: target.path("hard"), exclude: ["a/x"] }))?.code).to.equal("modules/archive-refused");
    expect((await faultOf({ extra_opts: ["1"] }))?.code).to.equal("modules/argument");
    expect((await faultOf({ extra_opts: ["--strip"] }))?.code).to.equal("modules/argument");
  });

  describe("of the project", () => {
    const sent = async (more: object = {}) => ({
      ...args({ remote_src: false, ...more }),
      src: await archiveContent(contentOfBytes(readFileSync(target.path("archive")), "app.tgz")),
    });

    for (const option of ["", "-z", "-J", "-j", "--zstd"]) {
      it(`unpacks an archive with the option "${option}", once`, async () => {
        sh(`${TREE}; tar -cf archive ${option} -C tree .; cp archive kept`);
        const { applied, changes } = await target.run(unarchive, await sent());
        expect(applied).to.deep.equal({ ok: true, value: {} });
        expect(changes).to.have.length(4);
        expect(readlinkSync(target.path("dest/sub/link"))).to.equal("../a");
        expect((await target.run(unarchive, await sent())).changes).to.deep.equal([]);
        expect((await target.run(unarchive, args())).changes).to.deep.equal([]);
        sh("rm dest/a");
        expect((await target.run(unarchive, await sent())).changes).to.have.length(1);
      });
    }

    for (const [title, script, code] of [
      ["zip", "echo x >x; zip -q archive x; mv archive.zip archive", "unreadable"],
      ["no archive", "echo x >archive", "unreadable"],
      ["a missing end", `${TREE}; tar -czf x -C tree .; head -c 99 x >archive`, "unreadable"],
      ["a link that leads out", "ln -s /etc x; tar -czf archive x", "refused"],
      ["a pipe", "mkfifo x; tar -czf archive x", "unreadable"],
    ] as const) {
      it(`refuses ${title}`, async () => {
        sh(script);
        expect((await target.faultOf(unarchive, await sent()))?.code).to.equal(`modules/archive-${code}`);
        expect(names()).to.deep.equal([""]);
      });
    }
  });

  it("unpacks an archive without members", async () => {
    sh("tar -czf archive -T /dev/null");
    const { applied } = await target.run(unarchive, args({ creates: target.path("mark") }));
    expect(applied).to.deep.equal({ ok: true, value: {} });
  });

  describe("with the tools of BusyBox", () => {
    it("finds the same", async function () {
      sh(`${TREE}; tar -czf archive -C tree .`);
      try {
        sh("mkdir bin; busybox --install -s bin");
      } catch {
        this.skip();
      }
      const { script, parse } = unarchive.probe(withDefaults(unarchive, args()));
      const state = parse(await target.send(script, { PATH: target.path("bin") }));
      expect(state.ok && state.value.fault).to.equal(undefined);
      const { members } = await target.probe(unarchive, args());
      const names = (list: typeof members) => list.map(({ name, mode, time }) => `${name} ${mode} ${time}`);
      expect(state.ok && names(state.value.members)).to.deep.equal(names(members));
    });
  });

  describe("in check mode", () => {
    const later = (after: object | null, name: string) =>
      predictedFrom([{ resource: { kind: "path", name }, after: after as never }]);

    it("is changed with `creates`, and unknown without, if an earlier task writes the archive", async () => {
      const state = await target.probe(unarchive, args());
      const predicted = later({ type: "file" }, target.path("archive"));
      const creates = target.path("dest/a");
      const decided = unarchive.decide(withDefaults(unarchive, args({ creates })), state, predicted);
      expect(decided.changes.map(({ resource }) => resource.name)).to.deep.equal([creates]);
      const again = predictedFrom(decided.changes);
      expect(unarchive.decide(withDefaults(unarchive, args({ creates })), state, again).changes).to.deep.equal([]);
      expect(unarchive.decide(withDefaults(unarchive, args()), state, predicted).unpredictable).to.equal(
        `an earlier task writes ${target.path("archive")}, so its members are not known`,
      );
    });

    it("sees the destination that an earlier task makes", async () => {
      sh(`${TREE}; tar -cf archive -C tree .`);
      const given = withDefaults(unarchive, args({ dest: target.path("new") }));
      const state = await target.probe(unarchive, given);
      const { changes } = unarchive.decide(given, state, later({ type: "directory" }, target.path("new")));
      expect(changes).to.have.length(5);
    });
  });
});
