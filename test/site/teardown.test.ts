import { expect } from "chai";
import type { Lab } from "../../lab/api.ts";
import { containers, deployed, endOf, inside, provision, SITE, wantExit } from "./harness.ts";

const TEARDOWN = ["playbooks/teardown.yaml"];
const CONFIRMED = [...TEARDOWN, "-e", "confirm=yes"];

describe("teardown", () => {
  let lab: Lab;

  before(async () => {
    lab = await deployed();
  });

  it("wants to be confirmed", async () => {
    const before = await containers(lab);
    const run = wantExit(await provision(lab, TEARDOWN), 1);
    expect(run.lines.flatMap(({ error }) => error?.message ?? [])[0]).to.contain("confirm=yes");
    expect(await containers(lab)).to.deep.equal(before);
  });

  it("removes what was deployed and keeps the data, which the site finds again", async () => {
    await inside(lab, "server1", "docker stop sensors-sensors-1");
    const end = await endOf(lab, "raw_sensors");
    wantExit(await provision(lab, CONFIRMED), 0);
    expect(await containers(lab)).to.deep.equal([]);
    expect((await lab.exec("server1", "test -e /opt/sensor-pipeline")).code).to.equal(1);
    expect(wantExit(await provision(lab, CONFIRMED), 0).hosts["server1"]).to.include({ changed: 0 });
    wantExit(await provision(lab, SITE), 0);
    expect(await endOf(lab, "raw_sensors")).to.be.at.least(end);
  });

  it("removes the data, too, where that is said", async () => {
    wantExit(await provision(lab, [...CONFIRMED, "-e", "data=remove"]), 0);
    expect(await containers(lab)).to.deep.equal([]);
    for (const host of ["server1", "server2"]) {
      expect((await lab.exec(host, "test -e /srv/sensor-pipeline")).code).to.equal(1);
    }
  });
});
