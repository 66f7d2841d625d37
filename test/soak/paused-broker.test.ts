import { expect } from "chai";
import type { Lab } from "../../lab/api.ts";
import { deployed, expectExit, faultsOf, inside, provision, VERIFY } from "../site/harness.ts";

describe("soak/paused-broker", () => {
  let lab: Lab;

  before(async () => {
    lab = await deployed();
  });

  it("fails the verification", async () => {
    await inside(lab, "server2", "docker pause sensor-pipeline-kafka-1");
    try {
      const run = expectExit(await provision(lab, [...VERIFY, "--tags", "kafka"]), 1);
      const faults = faultsOf(run).map(({ code, message }) => `${code}: ${message}`);
      expect(faults.join("\n")).to.match(/kafka/);
    } finally {
      await inside(lab, "server2", "docker unpause sensor-pipeline-kafka-1");
    }
  });
});
