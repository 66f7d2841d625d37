import { expect } from "chai";
import kafkajs from "kafkajs";
import { describeFailure, PermanentError, isPermanent } from "../../../files/sensors/failure.ts";
import { kafkaError } from "./fake-cluster.ts";

describe("sensors/failure", () => {
  it("treats an error as permanent if Kafka would repeat it", () => {
    for (const type of ["OUT_OF_ORDER_SEQUENCE_NUMBER", "MESSAGE_TOO_LARGE", "TOPIC_AUTHORIZATION_FAILED"]) {
      expect(isPermanent(kafkaError(type)), type).to.equal(true);
    }
    expect(isPermanent(new PermanentError("no end"))).to.equal(true);
  });

  it("treats network failures, elections and client defects as temporary", () => {
    const temporary = [
      new Error("connect ECONNREFUSED"),
      new TypeError("undefined"),
      kafkaError("NOT_LEADER_FOR_PARTITION"),
      kafkaError("KAFKAJS_UNKNOWN_ERROR_CODE"),
      new kafkajs.KafkaJSNonRetriableError("Closed connection"),
    ];
    for (const error of temporary) expect(isPermanent(error), error.message).to.equal(false);
  });

  it("decides by the error that kafkajs wrapped", () => {
    const inner = kafkaError("INVALID_RECORD");
    const wrapped = new kafkajs.KafkaJSNumberOfRetriesExceeded(inner, { retryCount: 1, retryTime: 1 });
    expect(isPermanent(wrapped)).to.equal(true);
    expect(describeFailure(wrapped)).to.equal("Kafka returned INVALID_RECORD");
  });

  it("adds the code to a description if the message lacks it", () => {
    expect(describeFailure(kafkaError("X").message)).to.equal("Kafka returned X");
    expect(describeFailure(Object.assign(new Error("Connection error: "), { code: "ECONNREFUSED" }))).to.equal(
      "Connection error: (ECONNREFUSED)",
    );
    expect(describeFailure(Object.assign(new Error("a\n  b"), { type: "T" }))).to.equal("a b (T)");
    expect(describeFailure(new TypeError(""))).to.equal("TypeError");
    expect(describeFailure("text")).to.equal("text");
  });

  it("handles circular causes", () => {
    const error = new Error("round");
    error.cause = error;
    expect(isPermanent(error)).to.equal(false);
  });
});
