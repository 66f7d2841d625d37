import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { replaceText } from "../../../src/cli/project/replace-text.ts";

describe("cli/project/replace-text", () => {
  let folder: string;
  const id = () => "id";

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "provision-replace-"));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it("replaces the file that a link leads to", async () => {
    const [file, link] = [path.join(folder, "file"), path.join(folder, "link")];
    await writeFile(file, "old");
    await symlink("file", link);
    expect(await replaceText(link, "new", id)).to.equal(undefined);
    expect(await readFile(file, "utf8")).to.equal("new");
    expect((await readdir(folder)).sort()).to.deep.equal(["file", "link"]);
  });

  it("says why a file cannot be written, and leaves nothing behind", async () => {
    expect(await replaceText(path.join(folder, "none", "file"), "x", id)).to.include("ENOENT");
    const below = path.join(folder, "below");
    await mkdir(below);
    expect(await replaceText(below, "x", id)).to.include("EISDIR");
    expect((await readdir(folder)).filter((name) => name.startsWith("."))).to.deep.equal([]);
  });
});
