import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { contentOfBytes, type ArchiveMember } from "../../../src/module/content.ts";
import { unarchive } from "../../../src/modules/files/unarchive/unarchive.ts";
import { archiveContent } from "../../../src/run/archives/archive.ts";
import { Target } from "../../modules/lib/target.ts";

describe("run/archives", () => {
  let target: Target;
  beforeEach(() => {
    target = new Target();
  });
  afterEach(() => target.remove());

  const sh = (script: string) => execFileSync("sh", ["-ec", `umask 022; ${script}`], { cwd: target.folder });
  const LONG = `${"d".repeat(90)}/${"e".repeat(60)}`;
  const TREE = `mkdir -p 'tree/${LONG}' dest; echo one >tree/a; ln tree/a tree/hard; ln -s ../a 'tree/${LONG}/-l ä'
chmod 04751 tree/a; touch -d @1234567890.5 tree/a; head -c 5000 /dev/zero >'tree/${LONG}/it'\\''s'; : >tree/none`;
  const read = async (bytes: Uint8Array = readFileSync(target.path("archive"))) =>
    (await archiveContent(contentOfBytes(bytes, "archive"))).archive;

  for (const format of ["gnu", "posix", "ustar", "oldgnu"]) {
    for (const option of format === "gnu" ? ["", "-z", "-J", "-j", "--zstd"] : ["", "-z"]) {
      it(`finds what tar finds in an archive of the format ${format} ${option}`, async () => {
        sh(`${TREE}; tar --format=${format} -cf archive ${option} -C tree .`);
        const found = await read();
        const args = { src: target.path("archive"), dest: target.path("dest"), remote_src: true };
        const { members } = await target.probe(unarchive, args);
        expect("members" in found && sorted(found.members)).to.deep.equal(sorted(members));
        expect(members.length).to.be.greaterThan(5);
      });
    }
  }

  const sorted = (members: readonly ArchiveMember[]) =>
    members
      // The list of tar has no sizes of links.
      .map(({ type, name, mode, size, time, target: leads }) => ({
        type,
        name,
        mode,
        size: type === "file" ? size : 0,
        time,
        target: leads,
      }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));

  for (const [program, option] of Object.entries({ xz: "-J", bzip2: "-j", zstd: "--zstd" })) {
    it(`says that ${program} is missing, or found damaged bytes`, async () => {
      sh(`${TREE}; tar -cf archive ${option} -C tree .`);
      const whole = readFileSync(target.path("archive"));
      expect(await read(whole.subarray(0, -9))).to.deep.equal({
        problem: "its compressed bytes are damaged or incomplete",
      });
      const path = process.env["PATH"];
      process.env["PATH"] = target.folder;
      const without = await read(whole).finally(() => (process.env["PATH"] = path));
      const problem = `${program}, which decompresses it, is not installed on the controller`;
      expect(without).to.deep.equal({ problem });
    });
  }

  it("refuses files whose holes are left out", async () => {
    for (const format of ["posix", "gnu"]) {
      sh(`truncate -s 1M holes; tar -S --format=${format} -cf archive holes`);
      const found = await read();
      expect("problem" in found && found.problem, format).to.match(/holes/);
    }
  });

  it("ends the program if what it prints is no archive", async () => {
    sh("head -c 3000000 /dev/urandom | base64 | xz -0 >archive");
    expect(await read()).to.deep.equal({ problem: "it is no tar archive, or damaged" });
  });

  it("says why an archive cannot be read", async () => {
    sh(`${TREE}; tar -czf archive -C tree .; gzip -dc archive >plain`);
    const [gzip, plain] = [readFileSync(target.path("archive")), readFileSync(target.path("plain"))];
    const problem = async (bytes: Buffer) => {
      const found = await read(bytes);
      return "problem" in found ? found.problem : "";
    };
    expect(await problem(gzip.subarray(0, -9))).to.equal("its compressed bytes are damaged or incomplete");
    expect(await problem(plain.subarray(0, 1500))).to.equal("it is incomplete");
    expect(await problem(Buffer.from("text ".repeat(200)))).to.equal("it is no tar archive, or damaged");
    expect(await problem(Buffer.alloc(0))).to.equal("it is incomplete");
    expect(await problem(Buffer.from("504b0304", "hex"))).to.equal("it is a zip file");
  });
});
