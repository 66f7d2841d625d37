import { expect } from "chai";
import { metadataRequest, parseMetadata } from "../../../src/services/kafka/metadata.ts";
import { metadataAnswer } from "./fixtures.ts";

describe("services/kafka/metadata", () => {
  it("requests the named topics without creating them", () => {
    const expected = "00030004" + "00000000" + "0009" + hex("provision") + "00000001" + "0003" + hex("two") + "00";
    expect(metadataRequest(["two"]).toString("hex")).to.equal(expected);
  });

  it("distinguishes all topics from none", () => {
    expect(metadataRequest("all").toString("hex")).to.match(/ffffffff00$/);
    expect(metadataRequest([]).toString("hex")).to.match(/0000000000$/);
  });

  it("parses an answer of Kafka 4.4", () => {
    const { brokers, topics, refused } = parseMetadata(metadataAnswer);
    expect(brokers).to.deep.equal([
      { id: 1, host: "127.0.0.1", port: 29092 },
      { id: 2, host: "127.0.0.1", port: 29094 },
    ]);
    expect(topics).to.have.lengthOf(1);
    expect(topics[0]).to.include({ name: "two", internal: false });
    expect(topics[0]?.partitions[1]).to.deep.equal({ id: 1, leader: 1, replicas: [2, 1], isr: [1, 2] });
    expect(refused).to.deep.equal([{ name: "bad name", code: 17 }]);
  });

  it("recognizes a partition without a leader", () => {
    const leaderless = Buffer.from(metadataAnswer);
    const at = leaderless.indexOf("two") + 3 + 1 + 4 + 2 + 4;
    leaderless.writeInt32BE(-1, at);
    const [first] = parseMetadata(leaderless).topics[0]?.partitions ?? [];
    expect(first).to.have.property("leader", undefined);
  });

  it("throws for a truncated answer and for another protocol", () => {
    expect(() => parseMetadata(metadataAnswer.subarray(0, 60))).to.throw(RangeError);
    expect(() => parseMetadata(Buffer.from("HTTP/1.1 400 Bad Request"))).to.throw(RangeError);
  });
});

function hex(text: string): string {
  return Buffer.from(text).toString("hex");
}
