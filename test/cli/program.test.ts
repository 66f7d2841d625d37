import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

const BIN = join(import.meta.dirname, "..", "..", "..", "bin");

describe("bin/program", () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const record = () => at("dist/.tsbuildinfo");

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-program-"));
    cpSync(BIN, at("bin"), { recursive: true });
    writeFileSync(at("package.json"), '{ "type": "module" }');
    for (const [path, name] of Object.entries({ "dist/src/cli": "files", "dist/program": "bundle" })) {
      mkdirSync(at(path), { recursive: true });
      writeFileSync(at(`${path}/main.js`), `export const main = () => console.log("${name}");`);
    }
    writeFileSync(record(), "{}");
    const { size, mtimeMs } = statSync(record());
    writeFileSync(at("dist/program/built-from"), `${size} ${mtimeMs}`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function runs(env: Readonly<Record<string, string>> = {}): string {
    const { stdout, stderr } = spawnSync(process.execPath, [at("bin/provision.js")], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], ...env },
    });
    return stdout.trim() || stderr;
  }

  it("is the bundle if it was made from the compiled files", () => {
    expect(runs()).to.equal("bundle");
  });

  it("is the compiled files if they were compiled again since, or if nothing says so", () => {
    writeFileSync(record(), "{ }");
    expect(runs()).to.equal("files");
    writeFileSync(record(), "{}");
    utimesSync(record(), 1, 1);
    expect(runs()).to.equal("files");
    rmSync(record());
    expect(runs()).to.equal("files");
  });

  it("is the compiled files if there is no bundle, or if coverage is measured", () => {
    expect(runs({ NODE_V8_COVERAGE: at("coverage") })).to.equal("files");
    rmSync(at("dist/program"), { recursive: true });
    expect(runs()).to.equal("files");
  });

  it("is missing in a checkout that is not built", () => {
    rmSync(at("dist"), { recursive: true });
    expect(runs()).to.match(/^provision is not built \(.*\)\. Run `npm ci` in its folder\.\n$/);
  });
});
