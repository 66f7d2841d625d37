import { expect } from "chai";
import {
  parseJobs,
  parseMetric,
  parseOverview,
  parsePlan,
  parseRun,
  parseSlots,
} from "../../../src/services/flink/responses.ts";
import * as recorded from "./fixtures.ts";

describe("services/flink/responses", () => {
  it("parses the overview", () => {
    expect(parseOverview(recorded.overview)).to.deep.equal({ version: "2.3.0", taskManagers: 1, slots: 3, free: 1 });
  });

  it("lists jobs with the newest first", () => {
    const [first, second] = parseJobs(recorded.jobs);
    expect(first).to.deep.include({ state: "RUNNING", ended: -1, tasks: { running: 3, finished: 0, total: 3 } });
    expect(second).to.include({ state: "FINISHED", started: 1795560885297 });
  });

  it("counts shared slots once", () => {
    expect(parseSlots(recorded.detail)).to.equal(2);
    const [one] = recorded.detail.vertices;
    expect(parseSlots({ vertices: [...recorded.detail.vertices, { ...one, slotSharingGroupId: "h" }] })).to.equal(3);
  });

  it("parses a plan's name and highest parallelism", () => {
    expect(parsePlan(recorded.plan)).to.deep.equal({ name: "trial", parallelism: 2 });
  });

  it("parses how a job was started", () => {
    const run = { jar: "trial-e5a2ecd8c0b6.jar", args: ["--odd", 'a "q" {b}: c'], parallelism: 2 };
    expect(parseRun(recorded.config)).to.deep.equal(run);
    expect(parseRun({ "execution-config": { "user-config": { hide: "1" } } })).to.equal(undefined);
    expect(parseRun({ "execution-config": { "user-config": { "provision.run": "{" } } })).to.equal(undefined);
  });

  it("parses one metric", () => {
    expect(parseMetric([{ id: "numRestarts", value: "2" }], "numRestarts")).to.equal(2);
    expect(parseMetric([], "numRestarts")).to.equal(undefined);
  });
});
