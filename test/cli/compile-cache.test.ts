import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import * as nodeModule from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

const FILE = new URL("../../src/cli/compile-cache.js", import.meta.url).href;

describe("cli/compile-cache", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-cache-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function start(environment: {
    readonly env: Readonly<Record<string, string>>;
    readonly home: string;
  }): number | null {
    const code = `(await import(${JSON.stringify(FILE)})).keepCompiledCode(${JSON.stringify(environment)})`;
    const env = { ...process.env, TMPDIR: join(folder, "common") };
    return spawnSync(process.execPath, ["--input-type=module", "-e", code], { env, timeout: 30_000 }).status;
  }

  it("caches code in the user's own folder if this Node.js supports it", () => {
    const keeps = "enableCompileCache" in nodeModule;
    expect(start({ env: {}, home: folder })).to.equal(0);
    expect(existsSync(join(folder, ".cache/provision"))).to.equal(keeps);
    expect(start({ env: { XDG_CACHE_HOME: join(folder, "own") }, home: folder })).to.equal(0);
    expect(existsSync(join(folder, "own/provision"))).to.equal(keeps);
  });

  it("does not fail if it cannot create the folder", () => {
    expect(start({ env: {}, home: "/proc/none" })).to.equal(0);
  });
});
