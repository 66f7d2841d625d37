import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { labUp, type Lab } from "../../lab/api.ts";
import { differencesWhenQuiesced } from "./quiesced.ts";
import {
  changesOf,
  containers,
  deployed,
  inside,
  provision,
  type Provisioned,
  SERVERS,
  SITE,
  VERIFY,
  expectExit,
} from "../site/harness.ts";
import { membersOf, outOfSync } from "./members.ts";

/** Time limit of the comparison, in milliseconds. */
const COMPARISON_TIMEOUT = 10 * 60_000;

const membersAt = (addresses: readonly string[]) => ({
  brokers: addresses.map((_, index) => index + 1),
  taskManagers: addresses,
  dataNodes: addresses,
});

describe("soak/growth: a worker replaced by an empty server", () => {
  let lab: Lab;
  let mainContainers: string[];
  let oldKeys: string;

  before(async () => {
    lab = await deployed();
    mainContainers = await containers(lab, ["server1"]);
    oldKeys = readFileSync(lab.knownHostsFile, "utf8");
    await lab.reset("server2");
  });

  it("is rejected until its new host key is known", async () => {
    const newKeys = readFileSync(lab.knownHostsFile, "utf8");
    writeFileSync(lab.knownHostsFile, oldKeys);
    try {
      const run = expectExit(await provision(lab, [...SITE, "--limit", "worker"]), 3);
      const [fault] = run.lines.flatMap(({ error }) => error ?? []);
      expect(fault?.code).to.equal("connection/host-key-changed");
      expect(new Set(fault?.message.match(/SHA256:\S+/g))).to.have.property("size", 2);
      expect(fault?.hint).to.contain(`ssh-keygen -f ${lab.knownHostsFile} -R`);
      expect((await lab.exec("server2", "command -v docker")).code).not.to.equal(0);
    } finally {
      writeFileSync(lab.knownHostsFile, newKeys);
    }
  });

  it("joins with --limit worker, which does not change the main server", async () => {
    const run = expectExit(await provision(lab, [...SITE, "--limit", "worker"]), 0);
    expect(Object.keys(run.hosts)).to.deep.equal(["server2"]);
    expect(await membersOf(lab)).to.deep.equal(membersAt(lab.hosts.map(({ address }) => address)));
    expect(await outOfSync(lab)).to.deep.equal([]);
    expectExit(await provision(lab, VERIFY), 0);
    expect(await containers(lab, ["server1"])).to.deep.equal(mainContainers);
  });

  it("has lost and duplicated no record", async function () {
    this.timeout(COMPARISON_TIMEOUT);
    expect(await differencesWhenQuiesced(lab)).to.deep.equal([]);
  });
});

/** What every server knows of the others: its firewall lets their addresses in, and an alert counts them. */
const CHANGES_OF_OTHERS = [
  ...SERVERS.flatMap((host) => [
    `${host} path:/etc/sensor-pipeline-firewall/rules.nft`,
    `${host} unit:sensor-pipeline-firewall.service`,
  ]),
  "server1 path:/opt/sensor-pipeline/grafana/alerting/rules.yaml",
  "server1 path:/opt/sensor-pipeline/grafana.yml",
  "server1 container:sensor-pipeline/grafana",
];

/** The containers that such a change leaves running. */
async function lastingContainers(lab: Lab): Promise<string[]> {
  return (await containers(lab)).filter((line) => !line.includes(" sensor-pipeline-grafana-1 "));
}

const changesOfOthers = (run: Provisioned): string[] =>
  changesOf(run).filter((change) => !change.startsWith("server3 "));

describe("soak/growth: a third server", () => {
  let lab: Lab;
  let extended: Lab;
  let containersBefore: string[];
  let check: Provisioned;

  before(async () => {
    lab = await deployed();
    containersBefore = await lastingContainers(lab);
    extended = await labUp({ hosts: [...SERVERS, "server3"], images: false });
  });

  after(() => extended.drop("server3"));

  // Check mode reports as unknown, not as a change, whether the package starts the engine and the tasks that wait for the new server.
  it("changes only what the other servers know of it", async () => {
    check = expectExit(await provision(extended, [...SITE, "--check"]), 0);
    expect(changesOfOthers(check)).to.have.members(CHANGES_OF_OTHERS);
    expect(check.hosts["server2"]).to.include({ failed: 0, unknown: 0 });
  });

  it("joins with exactly the predicted changes, and the other servers' containers keep running but Grafana's", async () => {
    const run = expectExit(await provision(extended, SITE), 0);
    expect(changesOf(run)).to.have.members(changesOf(check));
    expect(await membersOf(extended)).to.deep.equal(membersAt(extended.hosts.map(({ address }) => address)));
    expect(await lastingContainers(lab)).to.deep.equal(containersBefore);
  });

  it("is part of a site that needs no further change", async () => {
    const second = expectExit(await provision(extended, SITE), 0);
    for (const { name } of extended.hosts) expect(second.hosts[name], name).to.include({ changed: 0, failed: 0 });
  });

  it("recreates nothing when docker compose is run by hand", async () => {
    const all = extended.hosts.map(({ name }) => name);
    const ids = await containers(extended, all);
    await inside(extended, "server3", "cd /opt/sensor-pipeline && docker compose -f docker-compose-worker.yml up -d");
    expect(await containers(extended, all)).to.deep.equal(ids);
  });

  it("can be removed again", async () => {
    expectExit(await provision(extended, ["playbooks/teardown.yaml", "-e", "confirm=yes", "--limit", "server3"]), 0);
    await extended.drop("server3");
    const run = expectExit(await provision(lab, SITE), 0);
    expect(changesOf(run)).to.have.members(CHANGES_OF_OTHERS);
    expect(await lastingContainers(lab)).to.deep.equal(containersBefore);
    expect(await membersOf(lab)).to.deep.equal(membersAt(lab.hosts.map(({ address }) => address)));
  });
});
