import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { queryRows } from "../../files/proof/query-druid.ts";
import { DEFAULT_PROOF } from "../../files/proof/command-line.ts";
import { byPlace, type Consumed } from "../../files/proof/consumed.ts";
import { expectedOf } from "../../files/proof/druid-expected.ts";
import { differencesOf, prove, type Topics } from "../../files/proof/prove.ts";
import type { Lab } from "../../lab/api.ts";
import { deployed, expectExit, provision } from "./harness.ts";
import { druidOf, parseTopics, readTopics, until, WINDOWS_CLOSE, type Dumps } from "./topics.ts";

const PROGRAM = join(import.meta.dirname, "..", "..", "files", "proof", "main.js");
const CLEAN = "clean_sensors, record by record";
const BALANCE = "raw = clean + outliers + late, by sensor and window";

const failedChecks = (topics: Topics): string[] =>
  prove(topics, DEFAULT_PROOF)
    .checks.filter(({ differences }) => differences.length > 0)
    .map(({ name }) => name);

describe("site/pipeline: live data", () => {
  let lab: Lab;
  let dumps: Dumps;
  let topics: Topics;
  let folder: string;

  before(async function () {
    this.timeout(WINDOWS_CLOSE);
    folder = mkdtempSync(join(tmpdir(), "proof-"));
    lab = await deployed();
    dumps = await readTopics(lab);
    topics = parseTopics(dumps);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it("judges every raw record exactly by the filter's rules", () => {
    expect(differencesOf(prove(topics, DEFAULT_PROOF))).to.deep.equal([]);
  });

  it("finds the injected outliers and raises few false alarms", () => {
    const { labels } = prove(topics, DEFAULT_PROOF);
    expect(labels.precision).to.be.at.least(0.99);
    expect(labels.recall).to.be.at.least(0.95);
    expect(labels.falseAlarms).to.be.below(0.001);
  });

  it("detects a dropped and a duplicated clean record", () => {
    const index = Math.floor(topics.clean.length / 4);
    expect(failedChecks({ ...topics, clean: topics.clean.toSpliced(index, 1) })).to.deep.equal([CLEAN, BALANCE]);
    const duplicated = topics.clean.toSpliced(index, 0, ...topics.clean.slice(index, index + 1));
    expect(failedChecks({ ...topics, clean: duplicated })).to.deep.equal([CLEAN, BALANCE]);
  });

  it("detects an outlier that was let through", () => {
    const passed = new Set(topics.clean.map(({ key, value }) => `${key} ${value?.split(',"filter"')[0]}}`));
    const outlier = topics.raw.find(({ key, value }) => !passed.has(`${key} ${value}`));
    const filter = /"filter":"\w+"/.exec(topics.clean[0]?.value ?? "")?.[0] ?? "";
    const letThrough = {
      ...outlier,
      headers: {},
      value: outlier?.value?.replace(/\}$/, `,${filter}}`) ?? null,
    } as Consumed;
    const clean = [...topics.clean, letThrough].sort(byPlace);
    expect(failedChecks({ ...topics, clean })).to.deep.equal([CLEAN, BALANCE]);
  });

  it("is proved by verify.yaml on the servers", async () => {
    const run = expectExit(await provision(lab, ["playbooks/verify.yaml", "--tags", "proof"]), 0);
    expect(run.stdout).to.match(/clean_sensors, record by record.*Druid outlier_stats, row by row.*\\nproved/);
    expect(run.hosts["server1"]).to.include({ changed: 0, failed: 0 });
    expect((await lab.exec("server1", "test -e /srv/sensor-pipeline/proof")).code).to.equal(1);
  });

  it("has the topics' contents in Druid, as the proof program confirms", async () => {
    const { scope } = prove(topics, DEFAULT_PROOF);
    for (const { datasource, sums } of expectedOf(topics, DEFAULT_PROOF, scope.until)) {
      const count = `SELECT COUNT(*) FROM "${datasource}" WHERE __time < MILLIS_TO_TIMESTAMP(${scope.until})`;
      await until(async () => Number((await queryRows({ url: druidOf(lab) }, count))[0]?.[0]) >= (sums["rows"] ?? 0));
    }
    for (const [name, dump] of Object.entries(dumps)) writeFileSync(join(folder, name), dump);
    const files = Object.keys(dumps).flatMap((name) => [`--${name}`, join(folder, name)]);
    const { status, stdout } = spawnSync(process.execPath, [PROGRAM, ...files, "--druid", druidOf(lab)], {
      encoding: "utf8",
    });
    expect(stdout).to.match(/\nproved\n$/);
    expect(stdout.match(/^ok +Druid /gm)).to.have.length(6);
    expect(status).to.equal(0);
  });
});
