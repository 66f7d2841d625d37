import { expect } from "chai";
import {
  ancestorsOf,
  mountPattern,
  normalPath,
  parentOf,
  PATH_PATTERN,
} from "../../../../src/modules/lib/path/args.ts";

describe("modules/lib/path/args", () => {
  it("accepts only absolute paths without `..`", () => {
    const fits = (path: string) => new RegExp(PATH_PATTERN, "u").test(path);
    expect(["/", "/a", "/a/b..c", "/..a", "/a../b", "/a\nb/c"].map(fits)).to.not.include(false);
    expect(["", "a", "./a", "/..", "/../a", "/a/..", "/a/../b", "/a\n/../b"].map(fits)).to.not.include(true);
  });

  it("normalizes a path, and finds its parent and ancestors", () => {
    expect(["/", "//a//b/", "/a/./b", "/a b/"].map(normalPath)).to.deep.equal(["/", "/a/b", "/a/b", "/a b"]);
    expect(["/a", "/a/b"].map(parentOf)).to.deep.equal(["/", "/a"]);
    expect(ancestorsOf("/a/b/c")).to.deep.equal(["/a/b", "/a"]);
  });

  it("spells a path as mountinfo does", () => {
    expect(mountPattern("/a b+(c)\\d")).to.equal("/a\\\\040b\\+\\(c\\)\\\\134d");
  });
});
