import { expect } from "chai";
import { Unknown } from "../../../src/model/unknown.ts";
import {
  parseSummary,
  replications,
  summaryOf,
  summaryValue,
  unsettled,
} from "../../../src/services/kafka/responses.ts";

const partitions = [
  { id: 0, leader: 1, replicas: [1, 2], isr: [1, 2] },
  { id: 1, leader: undefined, replicas: [2, 3], isr: [2] },
  { id: 2, leader: 3, replicas: [3, 1, 2], isr: [3] },
];
const topic = { name: "t", internal: false, partitions };

describe("services/kafka/responses", () => {
  it("summarizes only the topic's own settings", () => {
    const configs = [
      { name: "a", value: "1", own: true },
      { name: "b", value: "2", own: false },
    ];
    expect(summaryOf(topic, configs)).to.deep.equal({ partitions: 3, replication: 2, configs: { a: "1" } });
  });

  it("lists the distinct numbers of replicas", () => {
    expect(replications(partitions)).to.deep.equal([2, 3]);
  });

  it("reports missing leaders and replicas", () => {
    expect(unsettled(topic)).to.deep.equal(["partition 1 has no leader", "partition 2 is not in sync on broker 1, 2"]);
    expect(unsettled({ ...topic, partitions: partitions.slice(0, 1) })).to.deep.equal([]);
  });

  it("parses its own summaries, including unknown numbers, and nothing else", () => {
    const shape = { partitions: new Unknown("default"), replication: 2, configs: { a: "1" } };
    expect(parseSummary(summaryValue(shape))).to.deep.equal(shape);
    for (const value of [null, "t", {}, { partitions: 1, replication: 1 }])
      expect(parseSummary(value)).to.equal(undefined);
  });
});
