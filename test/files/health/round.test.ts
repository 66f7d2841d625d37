import { expect } from "chai";
import { reportChanges } from "../../../files/health/report-changes.ts";
import { takeRound } from "../../../files/health/round.ts";
import { recordOf, sample } from "../../../files/health/sample.ts";
import { settingsFrom } from "../../../files/health/settings.ts";

describe("files/health: a round", () => {
  it("has the samples of all sources, and says which ones failed or gave no answer in time", async () => {
    const problems: (string | undefined)[] = [];
    const sources = {
      good: () => Promise.resolve(sample("load", 2)),
      bad: () => Promise.reject(new Error("fetch failed", { cause: new Error("connect ECONNREFUSED") })),
      silent: () => new Promise<never>(() => undefined),
    };
    const samples = await takeRound(sources, (_, problem) => void problems.push(problem), 20);
    expect(samples.map(({ metric, label, value }) => [metric, label, value])).to.deep.equal([
      ["load", "", 2],
      ["source_up", "good", 1],
      ["source_up", "bad", 0],
      ["source_up", "silent", 0],
    ]);
    expect(problems).to.have.members([
      undefined,
      "fetch failed: connect ECONNREFUSED",
      "no answer within 0.02 seconds",
    ]);
  });

  it("prints a problem when it changes and when it ends", () => {
    const lines: string[] = [];
    const report = reportChanges((line) => lines.push(line));
    for (const problem of [undefined, "a", "a", "b", undefined, undefined]) report("flink", problem);
    expect(lines).to.deep.equal(["flink: a", "flink: b", "flink: answers again"]);
  });

  it("writes a record as one line of JSON", () => {
    const [one] = sample("disk_used", 0.5, "data");
    expect(one && recordOf(one, "server1", 5)).to.equal(
      '{"host":"server1","ts":5,"metric":"disk_used","label":"data","value":0.5}',
    );
    for (const unknown of [undefined, null, NaN, "1"]) expect(sample("load", unknown)).to.deep.equal([]);
  });
});

describe("files/health/settings", () => {
  const env = {
    HEALTH_HOST: "server1",
    HEALTH_BOOTSTRAP: "a:1,b:2",
    HEALTH_TOPIC: "t",
    HEALTH_INTERVAL_SECONDS: "15",
    HEALTH_HEARTBEAT: "/tmp/h",
    HEALTH_FOLDERS: "data=/data,system=/app",
  };

  it("ask no service without its address", () => {
    expect(settingsFrom(env)).to.deep.equal({
      host: "server1",
      bootstrap: ["a:1", "b:2"],
      topic: "t",
      intervalMs: 15_000,
      heartbeat: "/tmp/h",
      folders: { data: "/data", system: "/app" },
      services: undefined,
    });
  });

  it("contain Druid's login if it requires one", () => {
    const services = { ...env, HEALTH_FLINK: "http://f", HEALTH_DRUID: "http://d" };
    expect(settingsFrom(services).services?.login).to.equal(undefined);
    const login = settingsFrom({ ...services, HEALTH_DRUID_USER: "u", HEALTH_DRUID_PASSWORD: "p" }).services?.login;
    expect(login).to.deep.equal({ user: "u", password: "p" });
  });

  it("name a variable that is missing", () => {
    expect(() => settingsFrom({ ...env, HEALTH_TOPIC: "" })).to.throw("HEALTH_TOPIC is not set");
  });
});
