import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { buildJob } from "../../lab/api.ts";

const REPORTS = join(
  import.meta.dirname,
  "..",
  "..",
  "..",
  "files",
  "runtime-processing",
  "target",
  "surefire-reports",
);

describe("job", () => {
  it("passes its own tests, in Flink's harness and on a MiniCluster", async () => {
    await buildJob("tested");
    const reports = readdirSync(REPORTS).filter((name) => /^TEST-.*\.xml$/.test(name));
    const suites = reports.map(
      (name) => /<testsuite [^>]*>/.exec(readFileSync(join(REPORTS, name), "utf8"))?.[0] ?? "",
    );
    const total = (attribute: string) =>
      suites.reduce((sum, suite) => sum + Number(new RegExp(` ${attribute}="(\\d+)"`).exec(suite)?.[1] ?? 0), 0);
    expect(total("tests")).to.be.at.least(50);
    expect(total("failures") + total("errors")).to.equal(0);
  });
});
