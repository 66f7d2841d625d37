import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { CASES, casesOf } from "../play-case/describe-cases.ts";
import { acceptedKeywords, USES, usesIn } from "../play-case/keywords.ts";
import { readCase } from "../play-case/read-case.ts";

describe("run/cases", () => {
  it("show each keyword in a run that succeeds, in one that fails and in check mode", () => {
    const topics = readdirSync(CASES, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
    const cases = topics.flatMap((topic) => casesOf(topic).map((name) => readCase(join(CASES, topic, name))));
    const shown = new Set(cases.flatMap(usesIn).map(([keyword, use]) => `${keyword}: ${use}`));
    const wanted = acceptedKeywords().flatMap((keyword) => USES.map((use) => `${keyword}: ${use}`));
    expect(wanted.filter((line) => !shown.has(line))).to.deep.equal([]);
  });
});
