import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import type { Lab } from "../../lab/api.ts";
import {
  changesOf,
  containers,
  deployed,
  inside,
  provision,
  putRight,
  SERVERS,
  SITE,
  VERIFY,
  wantExit,
} from "./harness.ts";
import { druidOf, until } from "./topics.ts";

const HEAP = [...SITE, "-e", "kafka_heap=272m"];

const DATASOURCES = 3;

/** How many tasks Druid's overlord calls running; none while it does not lead. */
async function runningTasks(lab: Lab): Promise<number> {
  const answer = await fetch(`${druidOf(lab)}/druid/indexer/v1/runningTasks`);
  // Druid's API says what stands there.
  return answer.ok ? ((await answer.json()) as unknown[]).length : 0;
}

async function allSupervisors(lab: Lab, what: "suspend" | "resume"): Promise<void> {
  const reply = await fetch(`${druidOf(lab)}/druid/indexer/v1/supervisor/${what}All`, { method: "POST" });
  expect(reply).to.have.property("status", 200);
}

describe("a change of the deployed site", () => {
  let lab: Lab;

  before(async () => {
    lab = await deployed();
  });

  it("stays on the worker under --limit worker", async () => {
    const before = await inside(
      lab,
      "server1",
      "docker ps -aq --no-trunc; find /opt /etc -printf '%p %T@\\n' | sort | sha256sum",
    );
    const run = wantExit(await provision(lab, [...SITE, "--limit", "worker"]), 0);
    expect(Object.keys(run.hosts)).to.deep.equal(["server2"]);
    expect(run.lines.filter(({ event, host }) => event === "task_result" && host === "server1")).to.deep.equal([]);
    const after = await inside(
      lab,
      "server1",
      "docker ps -aq --no-trunc; find /opt /etc -printf '%p %T@\\n' | sort | sha256sum",
    );
    expect(after).to.equal(before);
  });

  it("is not begun with a limit that names nothing", async () => {
    const run = wantExit(await provision(lab, [...SITE, "--limit", "wroker"]), 2);
    expect(run.lines.find(({ event }) => event === "error")).to.include({ code: "inventory/unknown-pattern" });
    expect(run.stdout).to.contain("worker");
  });

  it("of Kafka's heap restarts the brokers alone, one after the other, exactly as check mode said", async () => {
    const before = await containers(lab);
    const check = wantExit(await provision(lab, [...HEAP, "--check"]), 0);
    const run = wantExit(await provision(lab, HEAP), 0);
    const expected = ["server1", "server2"].flatMap((host) => [
      `${host} path:/opt/sensor-pipeline/kafka.yml`,
      `${host} container:sensor-pipeline/kafka`,
    ]);
    expect(changesOf(check)).to.deep.equal(expected);
    expect(changesOf(run)).to.deep.equal(expected);
    const after = await containers(lab);
    const kept = before.filter((container) => !container.includes(" sensor-pipeline-kafka-1 "));
    expect(after.filter((container) => before.includes(container))).to.deep.equal(kept);
    const ofKafka = run.lines.map((line) => ({ ...line, kafka: line.role === "kafka" }));
    const verified = ofKafka.findLastIndex(
      ({ kafka, event, host, stage, status }) =>
        kafka && event === "task_result" && host === "server1" && stage === "verify" && status === "ok",
    );
    const second = ofKafka.findIndex(({ kafka, event, host }) => kafka && event === "task_start" && host === "server2");
    expect(verified).to.be.greaterThan(-1);
    expect(second).to.be.greaterThan(verified);
    await putRight(lab, "--tags", "kafka");
  });

  it("made by hand, a stopped broker, is seen by check mode, repaired, and said", async () => {
    await inside(lab, "server2", "docker stop sensor-pipeline-kafka-1");
    const check = wantExit(await provision(lab, [...SITE, "--check"]), 0);
    expect(changesOf(check)).to.deep.equal(["server2 container:sensor-pipeline/kafka"]);
    const run = wantExit(await provision(lab, [...SITE, "--tags", "kafka"]), 0);
    expect(changesOf(run)).to.deep.equal(["server2 container:sensor-pipeline/kafka"]);
    const said = run.lines.find(({ status, host }) => status === "changed" && host === "server2");
    expect(said?.diff?.[0]?.summary).to.equal("start sensor-pipeline/kafka");
    expect(await inside(lab, "server2", "docker inspect -f '{{.State.Running}}' sensor-pipeline-kafka-1")).to.equal(
      "true\n",
    );
  });

  // The overlord then waits for tasks that no data node has: apache/druid #18510.
  it("made by hand, data nodes killed after the overlord was restarted, is repaired: their tasks begin again", async () => {
    await inside(lab, "server1", "docker restart sensor-pipeline-coordinator-1");
    await until(async () => (await runningTasks(lab)) >= DATASOURCES);
    const kill = "docker kill sensor-pipeline-indexer-1 && docker start sensor-pipeline-indexer-1";
    await Promise.all(SERVERS.map((host) => inside(lab, host, kill)));
    const run = wantExit(await provision(lab, [...SITE, "--tags", "druid"]), 0);
    expect(changesOf(run).filter((change) => change.includes("request:druid_task"))).not.to.deep.equal([]);
    wantExit(await provision(lab, ["playbooks/verify.yaml", "--tags", "ingestion"]), 0);
  });

  // The overlord learns of its death later: until then it hands tasks to it.
  it("made by hand, a data node killed while tasks are handed out, holds up none for long", async () => {
    await allSupervisors(lab, "suspend");
    await until(async () => (await runningTasks(lab)) === 0);
    await inside(lab, "server2", "docker kill sensor-pipeline-indexer-1");
    try {
      await allSupervisors(lab, "resume");
      wantExit(await provision(lab, ["playbooks/verify.yaml", "--tags", "ingestion"]), 0);
    } finally {
      await inside(lab, "server2", "docker start sensor-pipeline-indexer-1");
      await putRight(lab, "--tags", "druid");
    }
  });

  it("leaves compose usable by hand, with nothing made anew", async () => {
    const before = await containers(lab);
    await inside(lab, "server1", "cd /opt/sensor-pipeline && docker compose up -d && docker compose ps");
    await inside(lab, "server2", "cd /opt/sensor-pipeline && docker compose up -d && docker compose ps");
    await inside(lab, "server1", "cd /opt/sensor-pipeline && docker compose -f docker-compose-sensors.yml up -d");
    expect(await containers(lab)).to.deep.equal(before);
  });
});

describe("a server that is not as expected", () => {
  let lab: Lab;
  let knownHosts: string;

  before(async () => {
    lab = await deployed();
    knownHosts = readFileSync(lab.knownHostsFile, "utf8");
  });

  afterEach(() => writeFileSync(lab.knownHostsFile, knownHosts));

  const verify = (...args: string[]) => provision(lab, [...VERIFY, ...args]);
  const faultOf = ({ lines }: Awaited<ReturnType<typeof verify>>) => lines.flatMap(({ error }) => error ?? [])[0];

  it("is passed over where its host key has changed; the other goes on", async () => {
    const [first = "", second = ""] = lab.hosts.map(({ address }) => address);
    writeFileSync(
      lab.knownHostsFile,
      knownHosts.replaceAll(new RegExp(`^${first}[^ ]*`, "gm"), "wrong").replaceAll(second, `${first},${second}`),
    );
    const run = wantExit(await verify(), 3);
    expect(faultOf(run)).to.include({ code: "connection/host-key-changed" });
    expect(faultOf(run)?.message.match(/SHA256:/g)).to.have.length(2);
    expect(run.hosts["server2"]).to.include({ failed: 0, unreachable: 0 });
  });

  it("fails where sudo wants a password that nobody gave, or that is wrong, and works with the right one", async () => {
    const asOperator = ["-e", "user=operator"];
    const none = wantExit(await verify(...asOperator), 1);
    expect(faultOf(none)).to.include({ code: "shell/sudo-password" });
    const wrong = wantExit(await provision(lab, [...VERIFY, ...asOperator, "-K"], "not the password\n"), 1);
    expect(faultOf(wrong)).to.include({ code: "shell/sudo-wrong-password" });
    const right = await provision(lab, [...VERIFY, ...asOperator, "-K"], `${lab.operatorPassword}\n`);
    wantExit(right, 0);
    expect(right.stdout + right.stderr).not.to.contain(lab.operatorPassword);
  });

  it("fails where the login may not use sudo at all", async () => {
    const run = await provision(lab, [...VERIFY, "-e", "user=plain", "-K"], `${lab.operatorPassword}\n`);
    wantExit(run, 1);
    expect(faultOf(run)?.code).to.match(/^shell\/sudo-/);
  });
});
