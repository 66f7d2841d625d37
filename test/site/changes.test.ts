import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import type { Lab } from "../../lab/api.ts";
import {
  changesOf,
  containers,
  deployed,
  faultsOf,
  inside,
  provision,
  repair,
  SITE,
  VERIFY,
  expectExit,
  type Provisioned,
} from "./harness.ts";

const HEAP = [...SITE, "-e", "kafka_heap=272m"];

const messagesOf = (run: Provisioned) =>
  faultsOf(run)
    .map(({ code, message }) => `${code}: ${message}`)
    .join("\n");

describe("site/changes", () => {
  let lab: Lab;

  before(async () => {
    lab = await deployed();
  });

  it("changes only the worker with --limit worker", async () => {
    const before = await inside(
      lab,
      "server1",
      "docker ps -aq --no-trunc; find /opt /etc -printf '%p %T@\\n' | sort | sha256sum",
    );
    const run = expectExit(await provision(lab, [...SITE, "--limit", "worker"]), 0);
    expect(Object.keys(run.hosts)).to.deep.equal(["server2"]);
    expect(run.lines.filter(({ event, host }) => event === "task_result" && host === "server1")).to.deep.equal([]);
    const after = await inside(
      lab,
      "server1",
      "docker ps -aq --no-trunc; find /opt /etc -printf '%p %T@\\n' | sort | sha256sum",
    );
    expect(after).to.equal(before);
  });

  it("rejects a limit that matches no host", async () => {
    const run = expectExit(await provision(lab, [...SITE, "--limit", "wroker"]), 2);
    expect(run.lines.find(({ event }) => event === "error")).to.include({ code: "inventory/unknown-pattern" });
    expect(run.stdout).to.contain("worker");
  });

  it("restarts only the brokers, one after the other and as predicted, when Kafka's heap changes", async () => {
    const before = await containers(lab);
    const check = expectExit(await provision(lab, [...HEAP, "--check"]), 0);
    const run = expectExit(await provision(lab, HEAP), 0);
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
    await repair(lab, "--tags", "kafka");
  });

  it("detects, predicts and repairs a broker that was stopped by hand", async () => {
    await inside(lab, "server2", "docker stop sensor-pipeline-kafka-1");
    const verification = expectExit(await provision(lab, [...VERIFY, "--tags", "kafka"]), 1);
    expect(messagesOf(verification)).to.match(/172|broker/i);
    const check = expectExit(await provision(lab, [...SITE, "--check"]), 0);
    expect(changesOf(check)).to.deep.equal(["server2 container:sensor-pipeline/kafka"]);
    const run = expectExit(await provision(lab, [...SITE, "--tags", "kafka"]), 0);
    expect(changesOf(run)).to.deep.equal(["server2 container:sensor-pipeline/kafka"]);
    const repaired = run.lines.find(({ status, host }) => status === "changed" && host === "server2");
    expect(repaired?.diff?.[0]?.summary).to.equal("start sensor-pipeline/kafka");
    expect(await inside(lab, "server2", "docker inspect -f '{{.State.Running}}' sensor-pipeline-kafka-1")).to.equal(
      "true\n",
    );
  });

  it("recreates nothing when docker compose is run by hand", async () => {
    const before = await containers(lab);
    await inside(lab, "server1", "cd /opt/sensor-pipeline && docker compose up -d && docker compose ps");
    await inside(lab, "server2", "cd /opt/sensor-pipeline && docker compose up -d && docker compose ps");
    await inside(lab, "server1", "cd /opt/sensor-pipeline && docker compose -f docker-compose-sensors.yml up -d");
    expect(await containers(lab)).to.deep.equal(before);
  });
});

describe("site/changes: unexpected servers", () => {
  let lab: Lab;
  let knownHosts: string;

  before(async () => {
    lab = await deployed();
    knownHosts = readFileSync(lab.knownHostsFile, "utf8");
  });

  afterEach(() => writeFileSync(lab.knownHostsFile, knownHosts));

  const verify = (...args: string[]) => provision(lab, [...VERIFY, ...args]);
  const faultOf = ({ lines }: Awaited<ReturnType<typeof verify>>) => lines.flatMap(({ error }) => error ?? [])[0];

  it("skips a server whose host key has changed and continues on the other", async () => {
    const [first = "", second = ""] = lab.hosts.map(({ address }) => address);
    writeFileSync(
      lab.knownHostsFile,
      knownHosts.replaceAll(new RegExp(`^${first}[^ ]*`, "gm"), "wrong").replaceAll(second, `${first},${second}`),
    );
    const run = expectExit(await verify(), 3);
    expect(faultOf(run)).to.include({ code: "connection/host-key-changed" });
    expect(faultOf(run)?.message.match(/SHA256:/g)).to.have.length(2);
    expect(run.hosts["server2"]).to.include({ failed: 0, unreachable: 0 });
  });

  it("fails without sudo's password or with a wrong one, and verifies everything with the right one", async () => {
    const asOperator = ["-e", "ssh_user=operator"];
    const none = expectExit(await verify(...asOperator), 1);
    expect(faultOf(none)).to.include({ code: "shell/sudo-password" });
    const wrong = expectExit(await provision(lab, [...VERIFY, ...asOperator, "-K"], "not the password\n"), 1);
    expect(faultOf(wrong)).to.include({ code: "shell/sudo-wrong-password" });
    const right = await provision(lab, [...VERIFY, ...asOperator, "-K"], `${lab.operatorPassword}\n`);
    expectExit(right, 0);
    expect(right.stdout + right.stderr).not.to.contain(lab.operatorPassword);
    expect(faultsOf(right)).to.deep.equal([]);
    expect(right.hosts["server1"]).to.include({ changed: 0 });
  });

  it("fails if the login may not use sudo at all", async () => {
    const run = await provision(lab, [...VERIFY, "-e", "ssh_user=plain", "-K"], `${lab.operatorPassword}\n`);
    expectExit(run, 1);
    expect(faultOf(run)?.code).to.match(/^shell\/sudo-/);
  });
});
