import { expect } from "chai";
import type { Lab } from "../../lab/api.ts";
import { change, jobAt, runningJob } from "./flink.ts";
import {
  bootstrap,
  deployed,
  expectExit,
  faultsOf,
  inside,
  provision,
  repair,
  VERIFY,
  type Provisioned,
} from "./harness.ts";
import { differencesSoFar } from "./settled.ts";
import { druidOf, until, urlOf } from "./topics.ts";

const TOPICS = "/opt/kafka/bin/kafka-topics.sh";

describe("site/broken-parts: several at once", () => {
  let lab: Lab;
  let sensors: Provisioned;
  let ingestion: Provisioned;
  let grafana: Provisioned;
  let job: Provisioned;

  /** By default the panels' verification waits for the first window. Here windows already exist. */
  const verify = (...tags: string[]) =>
    provision(lab, [
      ...VERIFY,
      ...["-e", "grafana_panels_retries=4", "-e", "grafana_panels_delay=2", "--tags", tags.join(",")],
    ]);
  const failedRoles = ({ lines }: Provisioned) =>
    lines.flatMap(({ role, error }) => (error ? [role ?? `${error.code}: ${error.message}`] : []));

  // The parts do not depend on each other, so all of them are broken at once. Each has a run of its own, one after the other,
  // because a run locks the servers, and ends on a server with the first failure there.
  before(async () => {
    lab = await deployed();
    await Promise.all([suspendSupervisor(lab), breakDashboard(lab), cancelJob(lab)]);
    await inside(lab, "server1", "docker pause sensors-sensors-1");
    try {
      sensors = await verify("sensors");
      ingestion = await verify("ingestion");
      grafana = await verify("grafana");
      job = await verify("job");
    } finally {
      await inside(lab, "server1", "docker unpause sensors-sensors-1");
    }
  });

  it("fails the verification if the sensors have stopped", () => {
    expect(
      faultsOf(expectExit(sensors, 1))
        .map(({ message }) => message)
        .join("\n"),
    ).to.contain("offsets_total");
  });

  it("fails the verification if a supervisor is suspended", () => {
    expect(failedRoles(expectExit(ingestion, 1))).to.deep.equal(["druid_ingestion"]);
  });

  it("fails the verification if a dashboard names an unknown data source", () => {
    expect(failedRoles(expectExit(grafana, 1))).to.deep.equal(["grafana"]);
  });

  it("fails the verification if the job is cancelled", () => {
    expect(failedRoles(expectExit(job, 1))).to.deep.equal(["outlier_job"]);
  });

  it("repairs all parts with site.yaml", async () => {
    const tags = ["sensors", "ingestion", "grafana", "job"];
    await repair(lab, "--tags", tags.join(","));
    expectExit(await verify(...tags), 0);
  });

  it("has neither lost nor duplicated a record once the job runs again", async () => {
    expect(await differencesSoFar(lab)).to.deep.equal([]);
  });
});

/** Runs last: it deletes records, so no later test can compare all of them. */
describe("site/broken-parts: a missing topic", () => {
  it("fails the verification and is repaired by site.yaml", async () => {
    const lab = await deployed();
    const kafka = "docker exec -e KAFKA_HEAP_OPTS=-Xmx128m -e KAFKA_LOG4J_OPTS= sensor-pipeline-kafka-1";
    const broker = bootstrap(lab)[0] ?? "";
    await inside(lab, "server1", `${kafka} ${TOPICS} --bootstrap-server ${broker} --delete --topic malformed_sensors`);
    try {
      const run = expectExit(await provision(lab, [...VERIFY, "--tags", "topics"]), 1);
      expect(
        faultsOf(run)
          .map(({ message }) => message)
          .join("\n"),
      ).to.contain("malformed_sensors");
    } finally {
      await repair(lab, "--tags", "topics");
    }
  });
});

async function suspendSupervisor(lab: Lab): Promise<void> {
  const url = `${druidOf(lab)}/druid/indexer/v1/supervisor/clean_sensors`;
  expect(await fetch(`${url}/suspend`, { method: "POST" })).to.have.property("status", 200);
}

async function breakDashboard(lab: Lab): Promise<void> {
  const file = "/opt/sensor-pipeline/grafana/dashboards/pipeline.json";
  await inside(lab, "server1", `sed -i 's/"uid": "druid"/"uid": "druids"/' ${file}`);
  // Grafana reads the files when it starts, and later only at intervals.
  await inside(lab, "server1", "docker restart sensor-pipeline-grafana-1");
  await until(async () => (await dashboard(lab)).includes('"druids"'));
}

async function cancelJob(lab: Lab): Promise<void> {
  const { id } = await runningJob(lab);
  await change(lab, "PATCH", `/jobs/${id}?mode=cancel`);
  await until(async () => (await jobAt(lab, id)).state === "CANCELED");
}

/** The dashboard that Grafana serves; empty while Grafana starts. */
async function dashboard(lab: Lab): Promise<string> {
  const password = await inside(lab, "server1", "cat /opt/sensor-pipeline/grafana/admin_password");
  const authorization = `Basic ${Buffer.from(`admin:${password.trim()}`).toString("base64")}`;
  const url = urlOf(lab, 3003) + "/api/dashboards/uid/sensor-pipeline";
  return fetch(url, { headers: { authorization } }).then(
    (reply) => reply.text(),
    () => "",
  );
}
