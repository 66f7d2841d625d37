import { expect } from "chai";
import { kafkaService } from "../../../src/services/kafka/kafka.ts";
import { direct, freePort } from "../loopback.ts";

describe("services/kafka/kafka", () => {
  it("returns a fault for every request if no broker answers, and can still be closed", async () => {
    const client = kafkaService.open(direct, { bootstrap: [`127.0.0.1:${await freePort()}`] });
    const { reader, writer } = client;
    const outcomes = await Promise.all([
      reader.cluster(),
      reader.topics(),
      reader.configs("a"),
      reader.offsets("a"),
      writer.createTopic({ name: "a", configs: {} }),
      writer.alterConfigs("a", {}),
      writer.deleteTopic("a"),
    ]);
    const codes = outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.faults[0].code));
    expect(new Set(codes)).to.deep.equal(new Set(["services/kafka-unreachable"]));
    await client.close();
  });
});
