import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listFolder } from "../../src/disk/list-folder.ts";

describe("disk/list-folder", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "provision-folder-"));
    mkdirSync(join(root, "b/c"), { recursive: true });
    for (const name of ["a", "b/-d", "b/c/e f"]) writeFileSync(join(root, name), "");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const reason = async (most = 100) => {
    const listing = await listFolder(root, most);
    return listing.is === "unusable" ? listing.reason : "";
  };

  it("lists folders before what they contain, and what links lead to", async () => {
    symlinkSync("b", join(root, "link"));
    expect(await listFolder(root, 100)).to.deep.equal({
      is: "listed",
      folders: ["b", "b/c", "link", "link/c"],
      files: ["a", "b/-d", "b/c/e f", "link/-d", "link/c/e f"],
    });
  });

  it("says why a folder cannot be used", async () => {
    expect(await reason(5)).to.equal("");
    expect(await reason(4)).to.equal("it has more than 4 files and folders, which is too many for one task");
    symlinkSync("..", join(root, "b/up"));
    expect(await reason()).to.equal("the symbolic link b/up in it leads back to a folder above");
    rmSync(join(root, "b/up"));
    symlinkSync("none", join(root, "b/up"));
    expect(await reason()).to.equal("the symbolic link b/up in it leads nowhere");
    rmSync(join(root, "b/up"));
    execFileSync("mkfifo", [join(root, "b/pipe")]);
    expect(await reason()).to.equal("b/pipe in it is unusable: it is a named pipe, not a file");
    rmSync(join(root, "b/pipe"));
    writeFileSync(join(root, "line\nbreak"), "");
    expect(await reason()).to.equal("a name in it has a line break");
  });
});
