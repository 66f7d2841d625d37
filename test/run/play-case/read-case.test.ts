import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { CASES } from "./describe-cases.ts";
import { parseCase } from "./read-case.ts";

const CASE = "title: t\nproject: { site.yaml: x }\nruns:\n  - expect: { exit: 0, results: [] }\n";

describe("run/play-case", () => {
  it("adds the name of the host if a case has only one", () => {
    const { hosts, runs } = parseCase(CASE.replace("[]", "[Copy: ok]"), "case.yaml");
    expect(hosts).to.deep.equal({ one: {} });
    expect(runs[0]?.expect.results).to.deep.equal({ one: [{ task: "Copy", status: "ok" }] });
  });

  for (const [what, text, message] of [
    ["a run without an exit code", CASE.replace("exit: 0, ", ""), "/runs/0/expect must have required property 'exit'"],
    [
      "a run without results",
      CASE.replace(", results: []", ""),
      "/runs/0/expect must have required property 'results'",
    ],
    ["a case without runs", CASE.replace(/runs:[^]*/, ""), "must have required property 'runs'"],
    ["a case without a playbook", CASE.replace("site.yaml", "other.yaml"), "must have required property 'site.yaml'"],
    ["an unknown key", CASE.replace("title: t", "title: t\nnote: n"), "must NOT have additional properties: note"],
    ["an unknown expectation", CASE.replace("exit: 0", "exit: 0, warning: []"), "additional properties: warning"],
    ["an unknown status", CASE.replace("[]", "[Copy: fine]"), "/runs/0/expect/results/0/Copy must be equal to one of"],
    ["a host that does not exist", CASE.replace("runs", "hosts: { a: , b: }\nruns").replace("[]", "{ c: [] }"), "c"],
  ] as const) {
    it(`rejects ${what}`, () => {
      expect(() => parseCase(text, "case.yaml")).to.throw(message);
    });
  }

  it("runs the cases of every topic", () => {
    const topics = readdirSync(CASES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const { name } of topics) expect(existsSync(join(CASES, `${name}.test.ts`)), name).to.equal(true);
  });
});
