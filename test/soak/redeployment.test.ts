import { expect } from "chai";
import type { Lab } from "../../lab/api.ts";
import { containers, deployed, endOf, expectExit, inside, provision, SITE } from "../site/harness.ts";

const CONFIRMED = ["playbooks/teardown.yaml", "-e", "confirm=yes"];

describe("soak/redeployment", () => {
  let lab: Lab;

  before(async () => {
    lab = await deployed();
  });

  it("finds the data that a teardown kept", async () => {
    await inside(lab, "server1", "docker stop sensors-sensors-1");
    const end = await endOf(lab, "raw_sensors");
    expectExit(await provision(lab, CONFIRMED), 0);
    expect(await containers(lab)).to.deep.equal([]);
    expectExit(await provision(lab, SITE), 0);
    expect(await endOf(lab, "raw_sensors")).to.be.at.least(end);
  });
});
