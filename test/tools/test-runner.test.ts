import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { leftOut, tallyOf } from "../../tools/test/results.ts";
import { closingLine, sum } from "../../tools/test/tally.ts";
import { SITE_ORDER, testFiles, tierOf } from "../../tools/test/tiers.ts";

const TIER_PROCESS = fileURLToPath(new URL("../../tools/test/tier-process.js", import.meta.url));

describe("test runner", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-runner-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("gives every test one tier, the first where no other claims it", () => {
    expect(tierOf("test/ssh/a.test.js")).to.equal("ssh");
    expect(tierOf("test/contract/a.test.js")).to.equal("ssh");
    for (const path of [
      "test/cli/project-secrets.test.js",
      "test/run/prefetch/host.test.js",
      "test/shell/session.test.js",
    ]) {
      expect(tierOf(path)).to.equal("ssh");
    }
    expect(tierOf("test/site/a.test.js")).to.equal("lab");
    expect(tierOf("test/lab/a.test.js")).to.equal("lab");
    expect(tierOf("test/lab/unit/x.test.js")).to.equal("unit");
    expect(tierOf("test/something/new.test.js")).to.equal("unit");
  });

  it("runs no test whose source is gone", () => {
    mkdirSync(join(folder, "dist/test/a"), { recursive: true });
    mkdirSync(join(folder, "test/a"), { recursive: true });
    for (const name of ["kept.test", "gone.test", "helper"]) writeFileSync(join(folder, `dist/test/a/${name}.js`), "");
    writeFileSync(join(folder, "test/a/kept.test.ts"), "");
    expect(testFiles(folder, join(folder, "dist"))).to.deep.equal(["test/a/kept.test.js"]);
    expect(testFiles(folder, join(folder, "none"))).to.deep.equal([]);
  });

  it("runs the site's tests in their own order, after all others", () => {
    const names = ["site/teardown.test", "site/bare-servers.test", "site/pipeline.test", "lab/z.test"];
    for (const part of ["dist/test", "test"]) {
      for (const room of ["site", "lab"]) mkdirSync(join(folder, part, room), { recursive: true });
    }
    for (const name of names) {
      writeFileSync(join(folder, `dist/test/${name}.js`), "");
      writeFileSync(join(folder, `test/${name}.ts`), "");
    }
    const order = ["lab/z.test", "site/bare-servers.test", "site/pipeline.test", "site/teardown.test"];
    expect(testFiles(folder, join(folder, "dist"))).to.deep.equal(order.map((name) => `test/${name}.js`));
  });

  it("has a place for each of the site's tests", () => {
    const tests = readdirSync("test/site").filter((file) => file.endsWith(".test.ts"));
    expect(tests.map((file) => file.replace(".test.ts", ""))).to.have.members(SITE_ORDER);
  });

  it("sums up tiers in one line", () => {
    const a = tallyOf("unit", { passed: 3, failed: ["x"], skipped: ["y"] }, [], "ended with 0");
    const b = leftOut(["test/site/a.test.js"], "no engine", false);
    expect(closingLine(sum([a, b]))).to.equal("3 passed, 1 failed, 2 skipped");
    expect(sum([a, b]).remarks).to.include("skipped: test/site/a.test.ts (no engine)");
  });

  it("counts a tier that was demanded and cannot run as failed", () => {
    expect(closingLine(leftOut(["test/site/a.test.js"], "no engine", true))).to.equal("0 passed, 1 failed, 0 skipped");
  });

  it("counts a tier that died as failed", () => {
    const tally = tallyOf("ssh", undefined, [], "ended by SIGKILL");
    expect(tally.failed).to.equal(1);
    expect(tally.remarks).to.deep.equal(["failed: tier ssh ended by SIGKILL before its end"]);
  });

  it("names reasons of skips, and each stand-in once", () => {
    const notes = [
      { skipped: "a suite", reason: "no sshd" },
      { standIn: "a small server", forWhat: "the dashboards" },
      { standIn: "a small server", forWhat: "the dashboards" },
    ];
    const results = { passed: 0, failed: [], skipped: ["a suite does it", "another"] };
    expect(tallyOf("lab", results, notes, "ended with 0").remarks).to.deep.equal([
      "skipped: a suite does it (no sshd)",
      "skipped: another",
      "stand-in: a small server in place of the dashboards",
    ]);
  });

  for (const [way, parallel] of [
    ["one by one", "false"],
    ["beside each other", "true"],
  ] as const) {
    it(`runs files in a process of their own and leaves their results, ${way}`, () => {
      const file = join(folder, "some.mjs");
      const output = join(folder, "results.json");
      writeFileSync(
        file,
        `process.exitCode = 9;
         describe("some", () => {
           it("passes", () => {});
           it("fails", () => { throw new Error("no") });
           it("waits");
         });`,
      );
      execFileSync(process.execPath, [TIER_PROCESS, output, "1000", parallel, file], { stdio: "pipe" });
      expect(JSON.parse(readFileSync(output, "utf8"))).to.deep.equal({
        passed: 1,
        failed: ["some fails"],
        skipped: ["some waits"],
      });
    });
  }
});
