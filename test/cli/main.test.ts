import { expect } from "chai";
import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const MAIN = new URL("../../src/cli/main.js", import.meta.url).href;

/** Runs the program; `before` is code that runs first in the same process, `folder` is for stack traces. */
async function program(
  argv: readonly string[],
  before = "",
  folder = "/nowhere/at/all",
  out: number | "pipe" = "pipe",
) {
  const code = `${before}; const { main } = await import(${JSON.stringify(MAIN)}); await main(${JSON.stringify(argv)});`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", out, "pipe"],
    env: { ...process.env, TMPDIR: folder, PROVISION_LOCK_FOLDER: folder },
  });
  const exit = new Promise((resolve) => child.once("close", resolve));
  const [written, err] = await Promise.all([
    child.stdout ? text(child.stdout) : "",
    child.stderr ? text(child.stderr) : "",
  ]);
  return { exit: await exit, out: written, err };
}

describe("cli/main", () => {
  it("exits with the code of the command", async () => {
    expect((await program(["--version"])).exit).to.equal(0);
    const { exit, err } = await program(["a.yaml", "--chekc"]);
    expect(exit).to.equal(2);
    expect(err).to.include("--check");
  });

  it("says that the current folder was removed", async () => {
    const remove = `const fs = await import("node:fs"); const gone = fs.mkdtempSync("${tmpdir()}/gone-"); process.chdir(gone); fs.rmdirSync(gone)`;
    const { exit, err } = await program(["a.yaml"], remove);
    expect(exit).to.equal(2);
    expect(err).to.match(/^The current folder no longer exists\. .*\n$/);
  });

  it("writes long output to a pipe completely", async () => {
    const { exit, out } = await program(["schema", "events"]);
    expect(exit).to.equal(0);
    expect(JSON.parse(out)).to.include.keys("oneOf");
  });

  for (const argv of [["--version"], ["--help"], ["schema", "events"], ["doc", "copy"]]) {
    it(`fails if the output does not fit on the disk: ${argv.join(" ")}`, async () => {
      const full = openSync("/dev/full", "w");
      const { exit, err } = await program(argv, "", undefined, full);
      closeSync(full);
      expect(exit).to.equal(1);
      expect(err).to.equal(
        "The output could not be written completely: the disk is full. The run itself ended with exit 0. " +
          "Make room, or redirect the output to another place, and run again.\n",
      );
    });
  }

  it("keeps the exit code of a run that failed, with --json, too", async () => {
    const full = openSync("/dev/full", "w");
    const { exit, err } = await program(["a.yaml", "--chekc", "--json"], "", undefined, full);
    closeSync(full);
    expect(exit).to.equal(2);
    expect(err).to.include("the disk is full");
  });

  it("says the version, and fails if it cannot", async () => {
    const { exit, out, err } = await program(["--version"]);
    expect({ exit, err }).to.deep.equal({ exit: 0, err: "" });
    expect(out).to.match(/^\d+\.\d+\.\d+\n$/);
    const full = openSync("/dev/full", "w");
    const failed = await program(["--version"], "", undefined, full);
    closeSync(full);
    expect(failed.exit).to.equal(1);
    expect(failed.err).to.include("the disk is full");
  });

  it("ends a run in order after an uncaught error, with 70 and a stack trace", async () => {
    const folder = mkdtempSync(join(tmpdir(), "provision-main-"));
    try {
      writeFileSync(join(folder, "inventory.yaml"), "all: { hosts: { one: { connection: local } } }");
      writeFileSync(join(folder, "site.yaml"), "- { name: Play, hosts: all, tasks: [{ debug: x }] }");
      const throws = `process.on("newListener", (name) => { if (name === "SIGHUP") setImmediate(() => { throw new Error("stray"); }); })`;
      const { exit, out } = await program(["site.yaml"], `process.chdir(${JSON.stringify(folder)}); ${throws}`, folder);
      expect(exit).to.equal(70);
      expect(out)
        .to.match(/cli\/defect[^]*RECAP[^]*Exit 70/)
        .and.include("stray");
      expect(readdirSync(folder).filter((name) => name.startsWith("provision-defect-"))).to.have.length(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("exits with 70 and writes a stack trace after an uncaught error", async () => {
    const folder = mkdtempSync(join(tmpdir(), "provision-main-"));
    try {
      const stray = `process.once("beforeExit", () => { throw new Error("stray") })`;
      const { exit, err } = await program(["--help"], stray, folder);
      expect(exit).to.equal(70);
      expect(err).to.include(join(folder, readdirSync(folder)[0] ?? "no file"));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
