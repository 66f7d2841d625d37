import { expect } from "chai";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createListings } from "../../src/disk/listings.ts";

describe("disk/listings", () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(path.join(tmpdir(), "provision-listings-"));
    await mkdir(path.join(root, "role/tasks"), { recursive: true });
    await writeFile(path.join(root, "role/tasks/main.yaml"), "");
    await symlink("nowhere", path.join(root, "role/vars"));
  });
  after(() => rm(root, { recursive: true }));

  it("knows what a folder that was listed does not have, and what is in folders that do not exist", async () => {
    const { entries, lacks } = createListings();
    expect(await lacks(path.join(root, "role/meta")), "not listed yet").to.equal(false);
    expect((await entries(path.join(root, "role")))?.map(({ name }) => name)).to.have.members(["tasks", "vars"]);
    expect(await lacks(path.join(root, "role/meta"))).to.equal(true);
    expect(await lacks(path.join(root, "role/tasks"))).to.equal(false);
    expect(await entries(path.join(root, "role/meta"))).to.equal(undefined);
    expect(await lacks(path.join(root, "role/meta/main.yaml"))).to.equal(true);
  });

  it("leaves to the system what is behind a broken link, or has an impossible name", async () => {
    const { entries, lacks } = createListings();
    await entries(path.join(root, "role"));
    expect(await entries(path.join(root, "role/vars"))).to.equal(undefined);
    for (const name of ["role/vars/main.yaml", "role/a\0b", `role/${"x".repeat(256)}`]) {
      expect(await lacks(path.join(root, name)), name).to.equal(false);
    }
  });
});
