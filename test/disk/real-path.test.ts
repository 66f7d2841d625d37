import { expect } from "chai";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realPath } from "../../src/disk/real-path.ts";

describe("disk/real-path", () => {
  let folder = "";
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "provision-real-path-")));
    mkdirSync(join(folder, "a/b"), { recursive: true });
    symlinkSync("a/b", join(folder, "relative"));
    symlinkSync(join(folder, "a"), join(folder, "absolute"));
    symlinkSync("../relative", join(folder, "a/chain"));
    symlinkSync("nowhere/x", join(folder, "dangling"));
    symlinkSync("circle", join(folder, "circle"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const cases: readonly (readonly [path: string, leadsTo: string])[] = [
    ["a/./b//../b/", "a/b"],
    ["relative", "a/b"],
    ["relative/..", "a"],
    ["absolute/b/none", "a/b/none"],
    ["absolute/chain/x", "a/b/x"],
    ["dangling", "nowhere/x"],
    ["none/../a", "a"],
    ["circle", "circle"],
  ];
  for (const [path, leadsTo] of cases) {
    it(`follows ${path} to ${leadsTo}`, () => {
      expect(realPath(`${folder}/${path}`)).to.equal(join(folder, leadsTo));
    });
  }

  it("stays at the root", () => {
    expect(realPath("/..")).to.equal("/");
  });
});
