import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { digestOf, digestOfFolder } from "../../../../lab/build/digest.ts";

describe("lab/build/digest", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lab-digest-"));
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "Dockerfile"), "FROM base\n");
    writeFileSync(join(folder, "bin", "run"), "#!/bin/sh\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("distinguishes lists that join to the same string", () => {
    expect(digestOf(["ab", "c"])).to.equal(digestOf(["ab", "c"]));
    expect(digestOf(["ab", "c"])).not.to.equal(digestOf(["a", "bc"]));
  });

  const changes: Record<string, () => void> = {
    "a file's content": () => writeFileSync(join(folder, "bin", "run"), "#!/bin/bash\n"),
    "a new file": () => writeFileSync(join(folder, "pom.xml"), ""),
    "a file that became executable": () => chmodSync(join(folder, "bin", "run"), 0o755),
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`changes with ${what}`, () => {
      const before = digestOfFolder(folder);
      expect(digestOfFolder(folder)).to.equal(before);
      change();
      expect(digestOfFolder(folder)).not.to.equal(before);
    });
  }
});
