import { expect } from "chai";
import type { Result, SiteRun } from "./results.ts";
import { parseRun } from "./results.ts";
import { scoreOf } from "./score.ts";

describe("drift/oracle/score", () => {
  it("says which predicted changes came", () => {
    const check = run(changed("Write", "path:/a"), changed("Start", "container:x"));
    const real = run(changed("Write", "path:/a"), ok("Start"));
    expect(scoreOf(check, real)).to.deep.equal({
      right: ["server1 kafka: Write path:/a"],
      false: ["server1 kafka: Start container:x"],
      missing: [],
      unknown: [],
    });
  });

  it("says which changes nobody predicted, by item, handler and resource", () => {
    const check = run(changed("Loop", "path:/a", { item: "a" }), changed("Start", "container:x"));
    const real = run(
      changed("Loop", "path:/a", { item: "a" }),
      changed("Loop", "path:/b", { item: "b" }),
      changed("Start", "container:x", "container:y"),
      changed("Restart", "unit:x", { stage: "handler" }),
    );
    expect(scoreOf(check, real).missing).to.deep.equal([
      "server1 kafka: Loop [b] path:/b",
      "server1 kafka: Start container:y",
      "server1 kafka handler: Restart unit:x",
    ]);
  });

  it("counts a change apart if check mode said that it cannot know: of an item, or of the whole loop", () => {
    const check = run(unknown("Start"), unknown("Loop"), unknown("Other", { item: "a" }));
    const real = run(
      changed("Start", "container:x"),
      changed("Loop", "path:/b", { item: "b" }),
      changed("Other", "path:/b", { item: "b" }),
    );
    const { unknown: said, missing } = scoreOf(check, real);
    expect(said).to.deep.equal(["server1 kafka: Start container:x", "server1 kafka: Loop [b] path:/b"]);
    expect(missing).to.deep.equal(["server1 kafka: Other [b] path:/b"]);
  });

  it("counts a change without a diff", () => {
    expect(scoreOf(run(), run(changed("Run"))).missing).to.deep.equal(["server1 kafka: Run"]);
  });

  it("reads results and errors from the output of --json, without ignored errors", () => {
    const lines = [
      { event: "run_start" },
      { ...ok("Write"), event: "task_result" },
      { ...ok("Ask"), event: "task_result", error: { code: "a/b", message: "No.", hint: "" }, ignored: true },
      { event: "host_unreachable", host: "server1", error: { code: "c/d", message: "Gone.", hint: "" } },
      { event: "error", code: "e/f", message: "Wrong.", hint: "" },
    ];
    const { exit, results, errors } = parseRun(3, lines.map((line) => JSON.stringify(line)).join("\n"));
    expect([exit, results.map(({ task }) => task), errors]).to.deep.equal([
      3,
      ["Write", "Ask"],
      ["c/d: Gone.", "e/f: Wrong."],
    ]);
  });
});

function run(...results: readonly Result[]): SiteRun {
  return { exit: 0, results, errors: [] };
}

type Part = Partial<Pick<Result, "item" | "stage">>;

function ok(task: string): Result {
  return { host: "server1", role: "kafka", task, stage: "task", status: "ok", diff: [] };
}

function unknown(task: string, part: Part = {}): Result {
  return { ...ok(task), status: "unknown", ...part };
}

/** Resources as `kind:name`. */
function changed(task: string, ...rest: readonly (string | Part)[]): Result {
  const resources = rest.filter((one) => typeof one === "string");
  const diff = resources.map((resource) => {
    const [kind = "", name = ""] = resource.split(":");
    return { resource: { kind, name }, summary: "", before: null, after: null };
  }) as Result["diff"];
  const [part = {}] = rest.filter((one) => typeof one !== "string");
  return { ...ok(task), status: "changed", diff, ...part };
}
