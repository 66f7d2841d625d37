import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { queryRows } from "../../files/proof/ask-druid.ts";
import { DEFAULT_PROOF } from "../../files/proof/command-line.ts";
import { byPlace, type Consumed } from "../../files/proof/consumed.ts";
import { expectedOf } from "../../files/proof/druid-expected.ts";
import { differencesOf, prove, type Topics } from "../../files/proof/prove.ts";
import type { Lab } from "../../lab/api.ts";
import { differencesByNow } from "./by-now.ts";
import { deployed, inside, provision, putRight, VERIFY, wantExit, type Provisioned } from "./harness.ts";
import { druidOf, flinkOf, parseTopics, readTopics, until, urlOf, WINDOWS_CLOSE, type Dumps } from "./topics.ts";

const PROGRAM = join(import.meta.dirname, "..", "..", "files", "proof", "main.js");
const CLEAN = "clean_sensors, record by record";
const BALANCE = "raw = clean + outliers + late, by sensor and window";

const failedChecks = (topics: Topics): string[] =>
  prove(topics, DEFAULT_PROOF)
    .checks.filter(({ differences }) => differences.length > 0)
    .map(({ name }) => name);

describe("the pipeline, on live data", () => {
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

  it("makes of every raw record exactly what the filter's rules say", () => {
    expect(differencesOf(prove(topics, DEFAULT_PROOF))).to.deep.equal([]);
  });

  it("finds the outliers that the producer injected, and little else", () => {
    const { labels } = prove(topics, DEFAULT_PROOF);
    expect(labels.precision).to.be.at.least(0.99);
    expect(labels.recall).to.be.at.least(0.95);
    expect(labels.falseAlarms).to.be.below(0.001);
  });

  it("is seen through when a clean record is dropped or doubled", () => {
    const index = Math.floor(topics.clean.length / 4);
    expect(failedChecks({ ...topics, clean: topics.clean.toSpliced(index, 1) })).to.deep.equal([CLEAN, BALANCE]);
    const doubled = topics.clean.toSpliced(index, 0, ...topics.clean.slice(index, index + 1));
    expect(failedChecks({ ...topics, clean: doubled })).to.deep.equal([CLEAN, BALANCE]);
  });

  it("is seen through when an outlier is let through", () => {
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

  it("is proved by verify.yaml, on the servers", async () => {
    const run = wantExit(await provision(lab, ["playbooks/verify.yaml", "--tags", "proof"]), 0);
    expect(run.stdout).to.match(/clean_sensors, record by record.*Druid outlier_stats, row by row.*\\nproved/);
    expect(run.hosts["server1"]).to.include({ changed: 0, failed: 0 });
    expect((await lab.exec("server1", "test -e /srv/sensor-pipeline/proof")).code).to.equal(1);
  });

  it("holds in Druid what stands in the topics, as the program finds", async () => {
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

describe("verification fails, and site.yaml mends it, where", () => {
  let lab: Lab;

  before(async () => {
    lab = await deployed();
  });

  /** The panels are waited for as long as the first window takes: here they are there already. */
  const verify = (...part: string[]) => provision(lab, [...VERIFY, "-e", "grafana_panels_retries=4", ...part]);
  const faults = ({ lines }: Provisioned) => lines.flatMap(({ role, error }) => (error ? [role] : []));

  async function failsAndIsMended(role: string, tag: string): Promise<void> {
    expect(faults(wantExit(await verify("--tags", tag), 1))).to.deep.equal([role]);
    await putRight(lab, "--tags", tag);
    wantExit(await verify("--tags", tag), 0);
  }

  it("a supervisor is suspended", async () => {
    const url = `${druidOf(lab)}/druid/indexer/v1/supervisor/clean_sensors`;
    expect(await fetch(`${url}/suspend`, { method: "POST" })).to.have.property("status", 200);
    await failsAndIsMended("druid_ingestion", "ingestion");
  });

  it("a dashboard names a data source that is not there", async () => {
    const file = "/opt/sensor-pipeline/grafana/dashboards/pipeline.json";
    await inside(lab, "server1", `sed -i 's/"uid": "druid"/"uid": "druids"/' ${file}`);
    // Grafana reads the files at its start, and again after a while.
    await inside(lab, "server1", "docker restart sensor-pipeline-grafana-1");
    await until(async () => (await dashboard(lab)).includes('"druids"'));
    await failsAndIsMended("grafana", "grafana");
  });

  it("the job is cancelled; and it loses and doubles nothing when it runs again", async () => {
    const { jobs } = await flink<{ jobs: { id: string; status: string }[] }>(lab, "/jobs");
    const running = jobs.filter(({ status }) => status === "RUNNING").map(({ id }) => id);
    expect(running).to.have.length(1);
    const [id = ""] = running;
    await fetch(`${flinkOf(lab)}/jobs/${id}?mode=cancel`, { method: "PATCH" });
    await until(async () => (await flink<{ state: string }>(lab, `/jobs/${id}`)).state === "CANCELED");
    await failsAndIsMended("outlier_job", "job");
    expect(await differencesByNow(lab)).to.deep.equal([]);
  });
});

async function flink<T>(lab: Lab, path: string): Promise<T> {
  // Flink's REST API says what stands there.
  return (await (await fetch(`${flinkOf(lab)}${path}`)).json()) as T;
}

/** The dashboard as Grafana has it now; nothing while it starts. */
async function dashboard(lab: Lab): Promise<string> {
  const password = await inside(lab, "server1", "cat /opt/sensor-pipeline/grafana/admin_password");
  const authorization = `Basic ${Buffer.from(`admin:${password.trim()}`).toString("base64")}`;
  const url = urlOf(lab, 3003) + "/api/dashboards/uid/sensor-pipeline";
  return fetch(url, { headers: { authorization } }).then(
    (reply) => reply.text(),
    () => "",
  );
}
