import { expect } from "chai";
import type { Lab } from "../../lab/api.ts";
import { containers, deployed, expectExit, inside, provision, SERVERS } from "./harness.ts";

const TEARDOWN = ["playbooks/teardown.yaml"];
const CONFIRMED = [...TEARDOWN, "-e", "confirm=yes"];

/** test/soak/redeployment.test.ts tests a redeployment on kept data. */
describe("site/teardown", () => {
  let lab: Lab;

  before(async () => {
    lab = await deployed();
  });

  it("requires a confirmation", async () => {
    const before = await containers(lab);
    const run = expectExit(await provision(lab, TEARDOWN), 1);
    expect(run.lines.flatMap(({ error }) => error?.message ?? [])[0]).to.contain("confirm=yes");
    expect(await containers(lab)).to.deep.equal(before);
  });

  it("removes what was deployed, keeps the data and changes nothing the second time", async () => {
    expectExit(await provision(lab, CONFIRMED), 0);
    expect(await containers(lab)).to.deep.equal([]);
    expect((await lab.exec("server1", "test -e /opt/sensor-pipeline")).code).to.equal(1);
    expect(expectExit(await provision(lab, CONFIRMED), 0).hosts["server1"]).to.include({ changed: 0 });
    for (const host of SERVERS) {
      const kept = await inside(lab, host, "find /srv/sensor-pipeline -path '*raw_sensors-*' -name '*.log' -size +0");
      expect(kept, host).not.to.equal("");
    }
  });

  it("removes the data if requested", async () => {
    expectExit(await provision(lab, [...CONFIRMED, "-e", "data=remove"]), 0);
    expect(await containers(lab)).to.deep.equal([]);
    for (const host of SERVERS) {
      expect((await lab.exec(host, "test -e /srv/sensor-pipeline")).code).to.equal(1);
    }
  });
});
