import { expect } from "chai";
import kafkajs from "kafkajs";
import { describeFailure, FinalError, isFinal } from "../../../files/sensors/failure.ts";
import { refusal } from "./fake-cluster.ts";

describe("sensors: failures", () => {
  it("are final when Kafka would say the same again", () => {
    for (const type of ["OUT_OF_ORDER_SEQUENCE_NUMBER", "MESSAGE_TOO_LARGE", "TOPIC_AUTHORIZATION_FAILED"]) {
      expect(isFinal(refusal(type)), type).to.equal(true);
    }
    expect(isFinal(new FinalError("no end"))).to.equal(true);
  });

  it("pass when they are the network's, or an election's, or a defect of the client's", () => {
    const passing = [
      new Error("connect ECONNREFUSED"),
      new TypeError("undefined"),
      refusal("NOT_LEADER_FOR_PARTITION"),
      refusal("KAFKAJS_UNKNOWN_ERROR_CODE"),
      new kafkajs.KafkaJSNonRetriableError("Closed connection"),
    ];
    for (const error of passing) expect(isFinal(error), error.message).to.equal(false);
  });

  it("are judged by what kafkajs wrapped", () => {
    const inner = refusal("INVALID_RECORD");
    const wrapped = new kafkajs.KafkaJSNumberOfRetriesExceeded(inner, { retryCount: 1, retryTime: 1 });
    expect(isFinal(wrapped)).to.equal(true);
    expect(describeFailure(wrapped)).to.equal("Kafka said INVALID_RECORD");
  });

  it("are described with a code where the message lacks it", () => {
    expect(describeFailure(refusal("X").message)).to.equal("Kafka said X");
    expect(describeFailure(Object.assign(new Error("Connection error: "), { code: "ECONNREFUSED" }))).to.equal(
      "Connection error: (ECONNREFUSED)",
    );
    expect(describeFailure(Object.assign(new Error("a\n  b"), { type: "T" }))).to.equal("a b (T)");
    expect(describeFailure(new TypeError(""))).to.equal("TypeError");
    expect(describeFailure("text")).to.equal("text");
  });

  it("may go in circles", () => {
    const error = new Error("round");
    error.cause = error;
    expect(isFinal(error)).to.equal(false);
  });
});
