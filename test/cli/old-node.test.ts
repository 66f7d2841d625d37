import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

const PROGRAM = join(import.meta.dirname, "..", "..", "..", "bin", "provision.js");

describe("bin/provision", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-node-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("rejects a Node.js that is too old in one sentence", () => {
    const pretend = join(folder, "pretend.cjs");
    writeFileSync(pretend, 'Object.defineProperty(process.versions, "node", { value: "20.18.1" });\n');
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", pretend, PROGRAM, "--version"], {
      encoding: "utf8",
    });
    expect({ status, stdout, stderr }).to.deep.equal({
      status: 2,
      stdout: "",
      stderr: "provision needs Node.js 20.19 or newer; this is 20.18.1.\n",
    });
  });
});
