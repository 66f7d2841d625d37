import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect } from "chai";

const PROGRAM = resolve("bin/provision.js");

describe("cli: few file descriptors", function () {
  this.timeout(20_000);

  it("names the shortage wherever it occurs, instead of a missing build or nothing", () => {
    const folder = mkdtempSync(join(tmpdir(), "provision-descriptors-"));
    try {
      writeFileSync(join(folder, "inventory.yaml"), "all: { hosts: { here: { connection: local } } }\n");
      writeFileSync(join(folder, "play.yaml"), "- hosts: all\n  tasks:\n    - debug: { msg: hi }\n");
      const runs = [24, 32, 48].map((limit) => {
        const script = `ulimit -n ${limit} && exec "$0" "$1" play.yaml --check`;
        const options = { cwd: folder, encoding: "utf8" } as const;
        return spawnSync("/bin/sh", ["-c", script, process.execPath, PROGRAM], options);
      });
      const failed = runs.filter(({ status }) => status !== 0);
      expect(failed).to.not.have.length(0);
      for (const { status, stdout, stderr } of failed) {
        expect(stdout + stderr)
          .to.include("ulimit -n 1024")
          .and.not.include("npm ci");
        expect(status, stdout + stderr).to.equal(1);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
