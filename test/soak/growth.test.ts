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

const PROOF = 10 * 60_000;

const membersAt = (addresses: readonly string[]) => ({
  brokers: addresses.map((_, index) => index + 1),
  taskManagers: addresses,
  dataNodes: addresses,
});

describe("site/growth: a worker replaced by an empty server", () => {
  let lab: Lab;
  let main: string[];
  let oldKeys: string;

  before(async () => {
    lab = await deployed();
    main = await containers(lab, ["server1"]);
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

  it("joins by --limit worker, which leaves the main server alone", async () => {
    const run = expectExit(await provision(lab, [...SITE, "--limit", "worker"]), 0);
    expect(Object.keys(run.hosts)).to.deep.equal(["server2"]);
    expect(await membersOf(lab)).to.deep.equal(membersAt(lab.hosts.map(({ address }) => address)));
    expect(await outOfSync(lab)).to.deep.equal([]);
    expectExit(await provision(lab, VERIFY), 0);
    expect(await containers(lab, ["server1"])).to.deep.equal(main);
  });

  it("has lost and duplicated no record", async function () {
    this.timeout(PROOF);
    expect(await differencesWhenQuiesced(lab)).to.deep.equal([]);
  });
});

describe("site/growth: a third server", () => {
  let lab: Lab;
  let larger: Lab;
  let untouched: string[];
  let check: Provisioned;

  before(async () => {
    lab = await deployed();
    untouched = await containers(lab);
    larger = await labUp({ hosts: [...SERVERS, "server3"], images: false });
  });

  after(() => larger.drop("server3"));

  // Two things cannot be predicted and are no changes: whether the package starts the engine, and tasks that wait for the server.
  it("changes nothing on the other servers in check mode", async () => {
    check = expectExit(await provision(larger, [...SITE, "--check"]), 0);
    expect(changesOf(check).filter((change) => !change.startsWith("server3 "))).to.deep.equal([]);
    expect(check.hosts["server1"]).to.include({ changed: 0, failed: 0 });
    expect(check.hosts["server2"]).to.include({ changed: 0, failed: 0, unknown: 0 });
  });

  it("joins by exactly the predicted changes, and the others keep running", async () => {
    const run = expectExit(await provision(larger, SITE), 0);
    expect(changesOf(run)).to.deep.equal(changesOf(check));
    expect(await membersOf(larger)).to.deep.equal(membersAt(larger.hosts.map(({ address }) => address)));
    expect(await containers(lab)).to.deep.equal(untouched);
  });

  it("is part of a site that needs no further change", async () => {
    const second = expectExit(await provision(larger, SITE), 0);
    for (const { name } of larger.hosts) expect(second.hosts[name], name).to.include({ changed: 0, failed: 0 });
  });

  it("lets compose be used by hand, which recreates nothing", async () => {
    const all = larger.hosts.map(({ name }) => name);
    const ids = await containers(larger, all);
    await inside(larger, "server3", "cd /opt/sensor-pipeline && docker compose -f docker-compose-worker.yml up -d");
    expect(await containers(larger, all)).to.deep.equal(ids);
  });

  it("can be removed again", async () => {
    expectExit(await provision(larger, ["playbooks/teardown.yaml", "-e", "confirm=yes", "--limit", "server3"]), 0);
    await larger.drop("server3");
    const run = expectExit(await provision(lab, SITE), 0);
    for (const name of SERVERS) expect(run.hosts[name], name).to.include({ changed: 0, failed: 0 });
    expect(await containers(lab)).to.deep.equal(untouched);
    expect(await membersOf(lab)).to.deep.equal(membersAt(lab.hosts.map(({ address }) => address)));
  });
});
