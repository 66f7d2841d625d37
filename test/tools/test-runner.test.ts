import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { leftOut, tallyOf } from "../../tools/test/results.ts";
import { byFile, markdownTable, slowestFiles } from "../../tools/test/seconds.ts";
import { selectionOf } from "../../tools/test/selection.ts";
import { closingLine, sum } from "../../tools/test/tally.ts";
import { SITE_ORDER, testFiles, tierOf } from "../../tools/test/tiers.ts";

const TIER_PROCESS = fileURLToPath(new URL("../../tools/test/tier-process.js", import.meta.url));

describe("tools/test: tiers", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-runner-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(path: string): void {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), "");
  }

  it("puts each file in the tier of its folder, and in the unit tier if no other tier claims it", () => {
    expect(tierOf("test/ssh/a.test.js")).to.equal("ssh");
    expect(tierOf("test/contract/a.test.js")).to.equal("ssh");
    expect(tierOf("test/site/a.test.js")).to.equal("lab");
    expect(tierOf("test/job/a.test.js")).to.equal("lab");
    expect(tierOf("test/lab/a.test.js")).to.equal("lab");
    expect(tierOf("test/faults/a.test.js")).to.equal("lab");
    expect(tierOf("test/lab/unit/x.test.js")).to.equal("unit");
    expect(tierOf("test/soak/a.test.js")).to.equal("soak");
    expect(tierOf("test/something/new.test.js")).to.equal("unit");
  });

  it("ignores compiled tests whose source is gone", () => {
    for (const name of ["kept.test", "gone.test", "helper"]) write(`dist/test/a/${name}.js`);
    write("test/a/kept.test.ts");
    expect(testFiles(folder, join(folder, "dist"))).to.deep.equal(["test/a/kept.test.js"]);
    expect(testFiles(folder, join(folder, "none"))).to.deep.equal([]);
  });

  it("runs the site's tests in their own order, after all other tests", () => {
    for (const name of ["site/teardown.test", "site/bare-servers.test", "site/pipeline.test", "lab/z.test"]) {
      write(`dist/test/${name}.js`);
      write(`test/${name}.ts`);
    }
    const order = ["lab/z.test", "site/bare-servers.test", "site/pipeline.test", "site/teardown.test"];
    expect(testFiles(folder, join(folder, "dist"))).to.deep.equal(order.map((name) => `test/${name}.js`));
  });

  it("has a position for each of the site's tests", () => {
    for (const folder of ["site", "soak"] as const) {
      const tests = readdirSync(`test/${folder}`).filter((file) => file.endsWith(".test.ts"));
      expect(tests.map((file) => file.replace(".test.ts", ""))).to.have.members([...SITE_ORDER[folder]]);
    }
  });
});

describe("tools/test: selection", () => {
  const ALL = [
    "test/cli/a.test.js",
    "test/cli/b.test.js",
    "test/ssh/c.test.js",
    "test/site/d.test.js",
    "test/soak/e.test.js",
  ];

  function selected(...args: string[]): unknown {
    const selection = selectionOf(args, ALL, "/checkout");
    if ("problem" in selection) return selection.problem;
    return Object.fromEntries(selection.tiers.map(({ tier, files }) => [tier.name, files]));
  }

  it("runs all tiers but soak by default", () => {
    expect(selected()).to.deep.equal({
      unit: ["test/cli/a.test.js", "test/cli/b.test.js"],
      ssh: ["test/ssh/c.test.js"],
      lab: ["test/site/d.test.js"],
    });
    expect(selected("soak")).to.deep.equal({ soak: ["test/soak/e.test.js"] });
  });

  it("finds the tier of each file and folder by itself", () => {
    expect(selected("test/cli/b.test.ts")).to.deep.equal({ unit: ["test/cli/b.test.js"] });
    expect(selected("./test/ssh/", "/checkout/test/cli/a.test.ts", "test/soak/e.test.ts")).to.deep.equal({
      unit: ["test/cli/a.test.js"],
      ssh: ["test/ssh/c.test.js"],
      soak: ["test/soak/e.test.js"],
    });
  });

  it("runs a file that is named twice once", () => {
    expect(selected("unit", "test/cli/a.test.ts")).to.deep.equal(selected("unit"));
  });

  it("rejects what is neither a tier nor a test", () => {
    expect(selected("test/cli/no.test.ts")).to.equal(
      "test/cli/no.test.ts is neither a tier (unit, ssh, lab, soak) nor a test file.",
    );
  });
});

describe("tools/test: results", () => {
  it("sums up tiers in one line", () => {
    const results = { passed: 3, failed: ["x"], skipped: ["y"], milliseconds: {} };
    const a = tallyOf("unit", results, [], "ended with 0");
    const b = leftOut(["test/site/a.test.js"], "no engine", false);
    expect(closingLine(sum([a, b]))).to.equal("3 passed, 1 failed, 2 skipped");
    expect(sum([a, b]).remarks).to.include("skipped: test/site/a.test.ts (no engine)");
  });

  it("counts a required tier that cannot run as failed", () => {
    expect(closingLine(leftOut(["test/site/a.test.js"], "no engine", true))).to.equal("0 passed, 1 failed, 0 skipped");
  });

  it("counts a tier that died as failed", () => {
    const tally = tallyOf("ssh", undefined, [], "ended by SIGKILL");
    expect(tally.failed).to.equal(1);
    expect(tally.remarks).to.deep.equal(["failed: tier ssh ended by SIGKILL before its end"]);
  });

  it("names the reason of each skip, and each stand-in once", () => {
    const notes = [
      { skipped: "a suite", reason: "no sshd" },
      { standIn: "a small server", forWhat: "the dashboards" },
      { standIn: "a small server", forWhat: "the dashboards" },
    ];
    const results = { passed: 0, failed: [], skipped: ["a suite does it", "another"], milliseconds: {} };
    expect(tallyOf("lab", results, notes, "ended with 0").remarks).to.deep.equal([
      "skipped: a suite does it (no sshd)",
      "skipped: another",
      "stand-in: a small server in place of the dashboards",
    ]);
  });
});

describe("tools/test: seconds", () => {
  const files = byFile({ "dist/test/a.test.js": 400, "dist/test/b.test.js": 12_340, "dist/test/c.test.js": 100 });

  it("lists source files, slowest first", () => {
    expect(slowestFiles({ tier: "ssh", wall: 7.25, files }, 2)).to.equal(
      "Tier ssh: 7.3 s. Its slowest files, in seconds:\n    12.3  test/b.test.ts\n     0.4  test/a.test.ts\n",
    );
  });

  it("sums up files below a second in the Markdown table", () => {
    expect(markdownTable([{ tier: "ssh", wall: 7.25, files }])).to.equal(
      "| test file | seconds |\n| --- | ---: |\n| **ssh** | 7 |\n| `test/b.test.ts` | 12 |\n| 2 other files | 1 |\n",
    );
  });
});

describe("tools/test: tier process", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "provision-runner-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const [way, jobs] of [
    ["one by one", "1"],
    ["in parallel", "2"],
  ] as const) {
    it(`runs files ${way} and leaves their results`, () => {
      const [some, other, output] = ["some.mjs", "other.mjs", "results.json"].map((name) => join(folder, name));
      writeFileSync(
        some ?? "",
        `process.exitCode = 9;
         describe("some", () => {
           before(() => new Promise((resolve) => setTimeout(resolve, 60)));
           it("passes", () => {});
           it("fails", () => { throw new Error("no") });
           it("waits");
         });`,
      );
      writeFileSync(other ?? "", `it("also passes", () => new Promise((resolve) => setTimeout(resolve, 60)));`);
      const args = [TIER_PROCESS, output ?? "", "1000", jobs, some ?? "", other ?? ""];
      execFileSync(process.execPath, args, { stdio: "pipe", cwd: folder });
      const { milliseconds, ...results } = JSON.parse(readFileSync(output ?? "", "utf8")) as {
        milliseconds: Record<string, number>;
      };
      expect(results).to.deep.equal({ passed: 2, failed: ["some fails"], skipped: ["some waits"] });
      expect(Object.keys(milliseconds).sort()).to.deep.equal(["other.mjs", "some.mjs"]);
      for (const time of Object.values(milliseconds)) expect(time).to.be.within(50, 900);
    });
  }
});
