import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { good } from "../../src/errors/fault.ts";
import { lookingAt, read, write, type Script } from "../../src/module/script.ts";
import { openReadSession, type Session } from "../../src/shell/session.ts";
import { valueOf } from "../errors/value-of.ts";
import { openWithState, sessionOver } from "./private-state.ts";

const SIZE = 5;

describe("shell: files that the scripts of a request look at", () => {
  let folder: string;
  let state: string;
  let session: Session;

  beforeEach(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "provision-looks-")));
    state = mkdtempSync(join(tmpdir(), "provision-state-"));
    session = await sessionOver(openWithState(state));
  });

  afterEach(async () => {
    await session.close();
    for (const path of [folder, state]) rmSync(path, { recursive: true });
  });

  /** Prints what `look` finds, and the digest if it was found together with others. */
  function look(name: string, inside = folder, digestIfSize = SIZE): Script<"read"> {
    const script = read`enter ${inside} || { echo "$obstacle"; exit; }\nname=${name}\nlook\necho "$stat" "\${seen_digest:-none}"`;
    return lookingAt(script, { folder: inside, name, digestIfSize });
  }

  async function answers(...scripts: Script<"read">[]): Promise<string[]> {
    return valueOf(await session.read(scripts, undefined)).map(({ stdout, stderr }) => stdout.trim() + stderr);
  }

  const withoutDigest = (answer = "") => answer.split(" ")[0];
  const digestOf = (answer = "") => answer.split(" ")[1];

  it("are found as by a look at each alone, whatever they are", async () => {
    writeFileSync(join(folder, "file"), "12345");
    writeFileSync(join(folder, "longer"), "123456");
    writeFileSync(join(folder, "a b"), "12345");
    writeFileSync(join(folder, "-n"), "12345");
    writeFileSync(join(folder, "it's\n*"), "12345");
    writeFileSync(join(folder, "closed"), "12345");
    chmodSync(join(folder, "closed"), 0);
    mkdirSync(join(folder, "sub.folder"));
    symlinkSync("file", join(folder, "link"));
    symlinkSync("nowhere", join(folder, "dangling"));
    const names = [
      "none",
      "file",
      "longer",
      "none2",
      "a b",
      "-n",
      "it's\n*",
      "closed",
      "sub.folder",
      "link",
      "dangling",
      "file",
    ];
    const together = await answers(...names.map((name) => look(name)));
    for (const [index, name] of names.entries()) {
      const [alone] = await answers(look(name));
      expect(withoutDigest(together[index]), name).to.equal(withoutDigest(alone));
    }
    const sha256 = createHash("sha256").update("12345").digest("hex");
    const digested = names.filter((_, index) => digestOf(together[index]) === sha256);
    expect(digested.filter((name) => name !== "closed")).to.deep.equal(["file", "file"]);
    expect(together.map(digestOf).filter((digest) => digest !== sha256 && digest !== "none")).to.deep.equal([]);
  });

  it("are found in several folders of one request, also where a folder is missing or a link leads to it", async () => {
    for (const name of ["one", "two"]) {
      mkdirSync(join(folder, name));
      for (const file of ["a", "b", "c"])
        writeFileSync(join(folder, name, file), `${name}${file}`.slice(0, name === "one" ? 4 : 3));
    }
    symlinkSync("one", join(folder, "link"));
    const places = ["one", "gone", "link", "two"].flatMap((name) =>
      ["a", "b", "c"].map((file) => [file, join(folder, name)] as const),
    );
    const mixed = [...places.filter((_, index) => index % 2 === 0), ...places.filter((_, index) => index % 2 === 1)];
    const together = await answers(...mixed.map(([file, place]) => look(file, place)));
    for (const [index, [file, place]] of mixed.entries()) {
      const [alone] = await answers(look(file, place));
      expect(withoutDigest(together[index]), `${place}/${file}`).to.equal(withoutDigest(alone));
    }
  });

  it("have a digest only for those who want it of this size", async () => {
    writeFileSync(join(folder, "a"), "12345");
    const found = await answers(look("a", folder, 4), look("a"), look("a", folder, 6), look("a"));
    expect(found.map((answer) => digestOf(answer) !== "none")).to.deep.equal([false, true, false, true]);
  });

  it("need not be readable: that is no failure of a tool", async () => {
    const inside = `/proc/${process.pid}`;
    const found = await answers(...["mem", "comm", "cmdline"].map((name) => look(name, inside, 0)));
    expect(digestOf(found[0])).to.equal("none");
    expect(digestOf(found[1])).to.match(/^[0-9a-f]{64}$/);
  });

  it("are looked at once, before the first of their scripts", async () => {
    for (const name of ["a", "b", "c"]) writeFileSync(join(folder, name), "12345");
    const intruder = read`echo 1234567 >${join(folder, "c")}`;
    const [, , c] = await answers(look("a"), intruder, look("c"));
    expect(c, "two are not looked at together").to.match(/:8:/);
    writeFileSync(join(folder, "c"), "12345");
    const [, , , shared] = await answers(look("a"), intruder, look("b"), look("c"));
    expect(shared).to.match(/:5:/);
    const [, , , next] = await answers(look("a"), look("none"), look("b"), look("c"));
    expect(next, "the next request looks again").to.match(/:8:/);
  });

  it("are looked at anew if a script goes on to another file", async () => {
    for (const name of ["a", "b"]) writeFileSync(join(folder, name), "12345");
    writeFileSync(join(folder, "target"), "123");
    symlinkSync("target", join(folder, "link"));
    const following = read`enter ${folder}\nname=link shown=\nfollow_name\nlook\necho "$stat"`;
    const script = lookingAt(following, { folder, name: "link" });
    const [, , followed] = await answers(look("a"), look("b"), script);
    expect(followed).to.match(/^8.*:3:/);
  });

  it("are looked at in the first request of a shell, too, which defines the functions for that", async () => {
    for (const name of ["a", "b", "c"]) writeFileSync(join(folder, name), "12345");
    const connect = () => Promise.resolve(good(openWithState(state)));
    const reading = valueOf(await openReadSession({ host: "here", runId: "def", who: "a test", connect }));
    const intruder = read`echo 1234567 >${join(folder, "c")}`;
    const found = valueOf(await reading.read([look("a"), look("b"), intruder, look("c")], undefined));
    await reading.close();
    expect(found.map(({ stderr }) => stderr).join("")).to.equal("");
    expect(found[3]?.stdout).to.match(/:5:/);
  });

  it("are looked at after the change of the request", async () => {
    for (const name of ["a", "b", "c"]) writeFileSync(join(folder, name), "12345");
    const scripts = ["a", "b", "c"].map((name) => look(name));
    await answers(...scripts);
    const [, ...found] = session.writeThenRead(write`echo 1234567 >${join(folder, "c")}`, scripts, undefined);
    expect(valueOf((await Promise.all(found))[2] ?? good({ stdout: "", stderr: "", exit: 0 })).stdout).to.match(/:8:/);
  });
});
