import { expect } from "chai";
import { contentOfBytes, type Content } from "../../../src/module/content.ts";
import { digestOf, idOf, idOfRun, isJarOf, jarName, programArgs, runOf } from "../../../src/modules/flink_job/run.ts";

const jar: Content = { ...contentOfBytes(new Uint8Array(1), "j.jar"), sha256: "0123456789abcdef".repeat(4) };

function run(args: object = {}) {
  const outcome = runOf({ name: "t", allow_non_restored_state: false, ...args }, jar);
  if (!outcome.ok) throw new Error(outcome.faults[0].message);
  return outcome.value;
}

describe("modules/flink_job/run", () => {
  const forms: [string, unknown, readonly string[]][] = [
    ["nothing", undefined, []],
    ["a list", ["--a", 1, true], ["--a", "1", "true"]],
    ["a map, by name", { b: 2, a: "x y", flag: null }, ["--a", "x y", "--b", "2", "--flag"]],
  ];
  for (const [title, given, args] of forms) {
    it(`converts ${title} to arguments`, () => expect(programArgs(given)).to.deep.equal({ ok: true, value: args }));
  }

  for (const given of ["--a b", { a: [1] }, [["a"]], [null]]) {
    it(`rejects ${JSON.stringify(given)} as arguments`, () => {
      const outcome = programArgs(given);
      expect(outcome.ok ? "" : outcome.faults[0].code).to.equal("services/flink-arguments");
    });
  }

  it("has the same digest for the same run, whatever the order of a map", () => {
    expect(digestOf(run({ args: { a: 1, b: 2 } }))).to.equal(digestOf(run({ args: { b: 2, a: 1 } })));
    expect(digestOf(run({ allow_non_restored_state: true }))).to.equal(digestOf(run()));
  });

  it("has another digest for anything else", () => {
    const runs = [{}, { args: ["--a"] }, { parallelism: 2 }, { entry_class: "x" }, { args: ["--a", ""] }].map(run);
    expect(new Set([...runs, { ...run(), jar: "t-ffffffffffff.jar" }].map(digestOf)).size).to.equal(6);
  });

  it("starts ids with the name's digest, followed by the run's", () => {
    expect(idOfRun("t", run())).to.equal(`${idOf("t")}${digestOf(run())}`);
    expect(idOfRun("t", run())).to.match(/^[0-9a-f]{20}$/);
    expect(idOf("t")).not.to.equal(idOf("u"));
  });

  it("recognizes a job's jars by their names", () => {
    expect(jarName("a job/1", jar)).to.equal("a_job_1-0123456789ab.jar");
    expect(isJarOf("t", jarName("t", jar))).to.equal(true);
    expect(isJarOf("t", jarName("t-u", jar))).to.equal(false);
    expect(isJarOf("t", "t-1.0.jar")).to.equal(false);
  });
});
