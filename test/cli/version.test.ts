import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readVersion } from "../../src/cli/version.ts";

describe("cli/version", () => {
  it("reads the package.json above it", () => {
    const folder = mkdtempSync(join(tmpdir(), "provision-version-"));
    try {
      mkdirSync(join(folder, "dist/src"), { recursive: true });
      writeFileSync(join(folder, "package.json"), '{"version": "9.8.7"}');
      expect(readVersion(join(folder, "dist/src"))).to.equal("9.8.7");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
