import { setTimeout } from "node:timers/promises";
import { expect } from "chai";
import { proveJournal } from "../../files/sensors/prove/proof.ts";
import type { Placed } from "../../files/sensors/readings/record.ts";
import type { Lab } from "../../lab/api.ts";
import {
  bareServers,
  changesOf,
  containers,
  deployed,
  endOf,
  inside,
  JOURNAL,
  provision,
  readTopic,
  SERVERS,
  SITE,
  expectExit,
} from "./harness.ts";
import { documentedPorts, openToStrangers } from "./strangers.ts";
import { druidOf, flinkOf } from "./topics.ts";

/** Paths that any login, sudo or the system's own timers write, so even a read-only run changes them. */
const WRITTEN_BY_SYSTEM = [
  "/var/lib/systemd",
  "/var/lib/apt/daily_lock",
  "/var/lib/apt/periodic",
  "/var/lib/apt/lists/lock",
  "/var/lib/sudo",
  "/var/lib/private",
  "/var/lib/logrotate",
  "/var/lib/dpkg/lock",
  "/var/lib/dbus",
];

/** The contents of the four folders: kind, mode, owner, size, time and, for files, the digest. */
async function fileSystem(lab: Lab, host: string): Promise<string[]> {
  const pruned = WRITTEN_BY_SYSTEM.map((path) => `-path ${path} -prune`).join(" -o ");
  const find = `find /etc /opt /usr/local /var/lib ${pruned} -o`;
  const attributes = await inside(lab, host, `${find} -printf '%p %y %m %U:%G %s %T@ %l\\n' | sort`);
  const digests = await inside(lab, host, `${find} -type f -print0 | sort -z | xargs -0 sha256sum`);
  return `${attributes}${digests}`.split("\n");
}

const fileSystems = (lab: Lab) => Promise.all(SERVERS.map((host) => fileSystem(lab, host)));

describe("site/deployment: bare servers", () => {
  let lab: Lab;

  before(async () => {
    lab = await bareServers();
  });

  it("stay unchanged by --check, which plans everything and exits with 4 because changes are pending", async () => {
    const before = await fileSystems(lab);
    const check = expectExit(await provision(lab, [...SITE, "--check", "--exit-code"]), 4);
    expect(await fileSystems(lab)).to.deep.equal(before);
    expect(changesOf(check)).to.include.members([
      "server1 package:docker.io",
      "server1 path:/opt/sensor-pipeline/docker-compose.yml",
      "server1 container:sensor-pipeline/kafka",
      "server2 path:/opt/sensor-pipeline/docker-compose-worker.yml",
      "server1 container:sensor-pipeline/zookeeper",
      "server1 container:sensor-pipeline/kafdrop",
      "server2 container:sensor-pipeline/kafka",
      "server1 container:sensors/sensors",
    ]);
    expect(check.hosts["server1"]).to.include({ failed: 0, unreachable: 0 });
  });

  it("become the site in one run", async () => {
    // The engine needs no open port but that of SSH.
    const deployment = expectExit(await provision(lab, [...SITE, "-e", '{"allowed_networks": []}']), 0);
    expect(deployment.hosts["server1"]).to.include({ failed: 0, unknown: 0, unreachable: 0 });
    expect(deployment.hosts["server2"]).to.include({ failed: 0, unknown: 0, unreachable: 0 });
    const state = await inside(lab, "server1", "ls -A /var/lib/provision");
    expect(state).to.equal("");
  });

  it("listen on the documented ports and no others afterwards", async () => {
    for (const host of SERVERS) expect(await openPorts(lab, host), host).to.deep.equal(documentedPorts(host));
  });

  it("open these ports to nobody outside the inventory, and with the default to where provision connects from", async () => {
    for (const host of SERVERS) expect(await openToStrangers(lab, host), host).to.deep.equal([22]);
    const run = expectExit(await provision(lab, SITE), 0);
    expect(changesOf(run)).to.have.members(
      SERVERS.flatMap((host) => [
        `${host} path:/etc/sensor-pipeline-firewall/clients`,
        `${host} path:/etc/sensor-pipeline-firewall/rules.nft`,
        `${host} unit:sensor-pipeline-firewall.service`,
      ]),
    );
    for (const host of SERVERS) expect(await openToStrangers(lab, host), host).to.deep.equal([22]);
  });

  it("stay unchanged in a second run, as check mode predicts", async () => {
    const ids = await containers(lab);
    const files = await siteFiles(lab);
    const running = await runningWork(lab);
    const check = expectExit(await provision(lab, [...SITE, "--check", "--exit-code"]), 0);
    const second = expectExit(await provision(lab, SITE), 0);
    for (const host of SERVERS) {
      expect(check.hosts[host]).to.include({ changed: 0, unknown: 0, failed: 0 });
      expect(second.hosts[host]).to.include({ changed: 0, unknown: 0, failed: 0 });
    }
    expect(await containers(lab)).to.deep.equal(ids);
    expect(await siteFiles(lab)).to.deep.equal(files);
    expect(await runningWork(lab)).to.deep.equal(running);
  });
});

/** The job's id and each supervisor's versions. A new job or a new version would read records again. */
async function runningWork(lab: Lab): Promise<unknown> {
  const [jobs, supervisors] = await Promise.all([
    json<{ jobs: unknown[] }>(`${flinkOf(lab)}/jobs`),
    json<Record<string, { version: string }[]>>(`${druidOf(lab)}/druid/indexer/v1/supervisor/history`),
  ]);
  expect(jobs.jobs).to.have.length(1);
  expect(Object.keys(supervisors)).to.have.members([
    "raw_sensors",
    "clean_sensors",
    "outlier_stats",
    "pipeline_health",
  ]);
  const versions = Object.entries(supervisors).map(([id, specs]) => [id, specs.map(({ version }) => version)]);
  return { jobs: jobs.jobs, versions };
}

async function json<T>(url: string): Promise<T> {
  // The REST APIs of Flink and Druid document these types.
  return (await (await fetch(url)).json()) as T;
}

/** Names and times of the files that the site wrote to the servers, without the data of its services. */
async function siteFiles(lab: Lab): Promise<string[]> {
  const command = "find /opt/sensor-pipeline /etc/docker -printf '%p %T@ %m %U\\n' | sort";
  return Promise.all(SERVERS.map((host) => inside(lab, host, command)));
}

/** Ports with a listener that other machines can reach. */
async function openPorts(lab: Lab, host: string): Promise<number[]> {
  const sockets = (await inside(lab, host, "ss -Hltn")).split("\n").filter((line) => line !== "");
  const addresses = sockets
    .map((line) => line.split(/\s+/)[3] ?? line)
    .filter((address) => !address.startsWith("127."));
  const ports = addresses.map((address) => Number(address.slice(address.lastIndexOf(":") + 1)));
  return [...new Set(ports)].sort((a, b) => a - b);
}

describe("site/sensors: a minute of records", () => {
  let lab: Lab;
  let journal: string[];
  let records: Placed[];

  before(async () => {
    lab = await deployed();
    // The producer backfills forty minutes at ten records a second; one more minute follows.
    await untilRecords(lab, (40 + 1) * 600);
    await inside(lab, "server1", "docker stop sensors-sensors-1");
    journal = (await inside(lab, "server1", `cat ${JOURNAL}/sensors.jsonl`)).split("\n").filter((line) => line !== "");
    records = await readTopic(lab, "raw_sensors");
  });

  after(async () => {
    await inside(lab, "server1", "docker start sensors-sensors-1");
  });

  it("arrives in raw_sensors completely, key by key", () => {
    expect(journal.length).to.be.at.least(600);
    expect(proveJournal(journal, records)).to.deep.equal([]);
  });

  it("is reported if one record is missing or surplus", () => {
    expect(proveJournal(journal.slice(1), records)).to.have.length(1);
    const [first = ""] = journal;
    const surplus = JSON.stringify({ ...(JSON.parse(first) as Placed), offset: 1_000_000 });
    expect(proveJournal([...journal, surplus], records)).to.have.length(1);
  });
});

/** Polls the topic's end at intervals that the producer's rate suggests. */
async function untilRecords(lab: Lab, count: number): Promise<void> {
  for (let end = await endOf(lab, "raw_sensors"); end < count; end = await endOf(lab, "raw_sensors")) {
    await setTimeout(Math.max(500, ((count - end) / 10) * 1000));
  }
}
