import { expect } from "chai";
import { faultFrom, isUnknownTopic, kafkaFailureOf } from "../../../src/services/kafka/failure.ts";

const error = (message: string, fields: object) => Object.assign(new Error(message), fields);

describe("services/kafka/failure", () => {
  it("finds the broker's answer within the errors that wrap it", () => {
    const inner = error("Configuration is invalid", { type: "INVALID_CONFIG" });
    const outer = error("gave up", { cause: error("topics", { errors: [inner] }) });
    expect(kafkaFailureOf(outer)).to.deep.equal({
      kind: "refused",
      type: "INVALID_CONFIG",
      reason: "Configuration is invalid (INVALID_CONFIG)",
    });
    expect(faultFrom("create topic a", outer).message).to.contain("create topic a").and.contain("INVALID_CONFIG");
  });

  it("gives the broker's own reason instead of kafkajs's general one, bounded", () => {
    const refused = error("Configuration is invalid", { type: "INVALID_CONFIG" });
    expect(faultFrom("create topic a", refused, "Unknown topic config name:\nretention.msx.").message).to.equal(
      "Kafka refused to create topic a: Unknown topic config name: retention.msx (INVALID_CONFIG).",
    );
    expect(faultFrom("create topic a", refused, "x".repeat(9999)).message.length).to.be.below(600);
  });

  it("recognizes partitions without a leader", () => {
    expect(kafkaFailureOf(error("", { cause: error("", { type: "LEADER_NOT_AVAILABLE" }) }))).to.deep.equal({
      kind: "leaderless",
    });
  });

  it("recognizes a topic that the broker does not know", () => {
    const unknown = error("This server does not host this topic-partition", { type: "UNKNOWN_TOPIC_OR_PARTITION" });
    expect(isUnknownTopic(error("gave up", { cause: unknown }))).to.equal(true);
    expect(isUnknownTopic(error("Configuration is invalid", { type: "INVALID_CONFIG" }))).to.equal(false);
  });

  it("names the broker of a lost connection", () => {
    expect(kafkaFailureOf(error("Connection timeout", { broker: "a:1" }))).to.deep.equal({
      kind: "lost",
      reason: "Connection timeout (a:1)",
    });
  });
});
