import { expect } from "chai";
import { kafkaFault } from "../../../src/errors/catalogue/services/kafka.ts";
import { bad, good } from "../../../src/errors/fault.ts";
import { findUnknown } from "../../../src/model/value.ts";
import type { Decision } from "../../../src/module/contract.ts";
import { kafka_info } from "../../../src/modules/kafka_info/kafka_info.ts";
import type { KafkaReader, SilentBroker, Topic } from "../../../src/services/kafka/model.ts";
import type { SomeArgs } from "../lib/module-types.ts";

const brokers = [
  { id: 1, host: "a", port: 1 },
  { id: 2, host: "b", port: 2 },
];
const partitions = [
  { id: 0, leader: 1, replicas: [1, 2], isr: [1, 2] },
  { id: 1, leader: 2, replicas: [2, 1], isr: [2] },
];
const topics: readonly Topic[] = [
  { name: "__consumer_offsets", internal: true, partitions },
  { name: "raw", internal: false, partitions },
];
const offsets = [
  { partition: 0, earliest: 5, latest: 10 },
  { partition: 1, earliest: 0, latest: 7 },
];
const unreachable = kafkaFault("services/kafka-unreachable", { brokers: ["a:1"] }, { missing: true });
const paused: SilentBroker = { broker: { id: 2, host: "b", port: 2 }, reason: "no answer within 5 s" };

function reader(changed: Partial<KafkaReader> = {}): KafkaReader {
  return {
    cluster: () => Promise.resolve(good({ brokers })),
    topics: (names) => Promise.resolve(good(topics.filter(({ name }) => names?.includes(name) ?? true))),
    configs: () => Promise.resolve(good([])),
    offsets: () => Promise.resolve(good(offsets)),
    silent: () => Promise.resolve([]),
    ...changed,
  };
}

type KafkaInfoArgs = SomeArgs<typeof kafka_info>;

const given = { bootstrap: ["a:1"], probe_brokers: true, offsets: true, internal: false, wait: 0 };

const full = (args: KafkaInfoArgs) => ({ ...given, ...args });

async function observe(args: KafkaInfoArgs, kafka: KafkaReader) {
  const state = await kafka_info.probe(full(args), kafka);
  if (!state.ok) throw new Error(state.faults[0].message);
  return state.value;
}

async function decide(args: KafkaInfoArgs, kafka = reader()): Promise<Decision> {
  return kafka_info.decide(full(args), await observe(args, kafka), { get: () => undefined, any: () => false });
}

describe("modules/kafka_info", () => {
  it("describes brokers and topics except Kafka's own", async () => {
    const { result, changes, fault } = await decide({ brokers: [2, 1] });
    expect({ changes, fault }).to.deep.equal({ changes: [], fault: undefined });
    expect(result).to.deep.equal({
      brokers: [1, 2],
      broker_addresses: { 1: "a:1", 2: "b:2" },
      lagging: [1],
      topics: {
        raw: {
          partitions: 2,
          replication: 2,
          under_replicated: [1],
          leaderless: [],
          earliest: { 0: 5, 1: 0 },
          latest: { 0: 10, 1: 7 },
          offsets_total: 17,
        },
      },
    });
  });

  it("describes named topics, including Kafka's own", async () => {
    const { result } = await decide({ topics: ["__consumer_offsets"] });
    expect(result["topics"]).to.have.all.keys("__consumer_offsets");
  });

  it("fails for a named topic that does not exist", async () => {
    const { fault } = await decide({ topics: ["raw", "nope"] });
    expect(fault).to.include({
      code: "services/kafka-topic-missing",
      missing: true,
      message: "Kafka has no topic nope.",
    });
  });

  it("names missing and unexpected brokers", async () => {
    const { fault } = await decide({ brokers: [1, 3] });
    expect(fault).to.include({ code: "services/kafka-brokers", missing: true });
    expect(fault?.message).to.contain("missing 3; unexpected 2");
    expect(fault?.details).to.include("broker 2 is at b:2");
  });

  it("finds a broker that is listed but silent, and requests no offsets from it", async () => {
    const kafka = reader({
      silent: () => Promise.resolve([paused]),
      offsets: () => Promise.reject(new Error("offsets were requested from a silent leader")),
    });
    const { fault, result } = await decide({ brokers: [1, 2] }, kafka);
    expect(fault?.code).to.equal("services/kafka-silent");
    expect(fault?.message).to.contain("2 at b:2 (no answer within 5 s)");
    expect(result).to.have.nested.property("topics.raw.offsets_total", null);
  });

  it("does not contact the brokers with `probe_brokers: false`", async () => {
    const silent = () => Promise.reject(new Error("the brokers were contacted"));
    expect(await decide({ probe_brokers: false }, reader({ silent }))).not.to.have.property("fault");
  });

  it("requests no offsets of a partition without a leader, and names the partition", async () => {
    const lost = {
      name: "raw",
      internal: false,
      partitions: [{ id: 0, leader: undefined, replicas: [1, 2], isr: [2] }],
    };
    const kafka = reader({
      topics: () => Promise.resolve(good([lost])),
      offsets: () => Promise.reject(new Error("offsets were requested")),
    });
    const { result } = await decide({}, kafka);
    expect(result).to.have.nested.property("topics.raw.leaderless").that.deep.equals([0]);
    expect(result).to.have.nested.property("topics.raw.latest", null);
    // Broker 1 is out of sync, but it cannot catch up without a leader.
    expect(result).to.have.deep.property("lagging", []);
  });

  it("fails if no broker answers", async () => {
    const { fault } = await decide({}, reader({ cluster: () => Promise.resolve(bad(unreachable)) }));
    expect(fault).to.equal(unreachable);
  });

  describe("with time to wait", () => {
    const unreachableCluster = reader({ cluster: () => Promise.resolve(bad(unreachable)) });
    const check = async (args: KafkaInfoArgs, kafka: KafkaReader) =>
      kafka_info.settle?.check(full(args), await observe(args, kafka));

    it("does not fail yet, and is unknown in check mode", async () => {
      const decision = await decide({ wait: 5 }, unreachableCluster);
      expect(decision).not.to.have.property("fault");
      expect(decision.unpredictable).to.equal(unreachable.message);
      expect(findUnknown(decision.result)).not.to.equal(undefined);
    });

    it("waits until all requirements are met", async () => {
      expect(await check({ wait: 5 }, unreachableCluster)).to.have.property("is", "waiting");
      expect(await check({ wait: 5, brokers: [1, 2, 3] }, reader())).to.have.property("is", "waiting");
      expect(await check({ wait: 5, brokers: [1, 2] }, reader())).to.deep.equal({ is: "settled" });
    });

    it("waits at most the given time", () => {
      expect(kafka_info.settle?.timeout(full({ wait: 5 }))).to.equal(5);
    });
  });
});
