import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import type { Lab } from "../../lab/api.ts";
import { differencesAtRest } from "./at-rest.ts";
import { containers, deployed, JOURNAL, provision, wantExit } from "./harness.ts";
import { membersOf, outOfSync } from "./members.ts";

const SITE = ["playbooks/site.yaml", "-e", `sensors_journal_dir=${JOURNAL}`];
const VERIFY = ["playbooks/verify.yaml"];
const PROOF = 10 * 60_000;

const membersAt = (addresses: readonly string[]) => ({
  brokers: addresses.map((_, index) => index + 1),
  taskManagers: addresses,
  dataNodes: addresses,
});

describe("a worker that an empty server has replaced", () => {
  let lab: Lab;
  let main: string[];
  let oldKeys: string;

  before(async () => {
    lab = await deployed();
    main = await containers(lab, ["server1"]);
    oldKeys = readFileSync(lab.knownHostsFile, "utf8");
    await lab.reset("server2");
  });

  it("is refused as long as its new host key is not known", async () => {
    const newKeys = readFileSync(lab.knownHostsFile, "utf8");
    writeFileSync(lab.knownHostsFile, oldKeys);
    try {
      const run = wantExit(await provision(lab, [...SITE, "--limit", "worker"]), 3);
      const [fault] = run.lines.flatMap(({ error }) => error ?? []);
      expect(fault?.code).to.equal("connection/host-key-changed");
      expect(new Set(fault?.message.match(/SHA256:\S+/g))).to.have.property("size", 2);
      expect(fault?.hint).to.contain(`ssh-keygen -f ${lab.knownHostsFile} -R`);
      expect((await lab.exec("server2", "command -v docker")).code).not.to.equal(0);
    } finally {
      writeFileSync(lab.knownHostsFile, newKeys);
    }
  });

  it("is brought in by --limit worker, and main is left alone", async () => {
    const run = wantExit(await provision(lab, [...SITE, "--limit", "worker"]), 0);
    expect(Object.keys(run.hosts)).to.deep.equal(["server2"]);
    expect(await membersOf(lab)).to.deep.equal(membersAt(lab.hosts.map(({ address }) => address)));
    expect(await outOfSync(lab)).to.deep.equal([]);
    wantExit(await provision(lab, VERIFY), 0);
    expect(await containers(lab, ["server1"])).to.deep.equal(main);
  });

  it("has cost no record, and doubled none", async function () {
    this.timeout(PROOF);
    expect(await differencesAtRest(lab)).to.deep.equal([]);
  });
});
