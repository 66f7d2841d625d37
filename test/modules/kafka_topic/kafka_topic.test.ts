import { expect } from "chai";
import { good } from "../../../src/errors/fault.ts";
import type { Change } from "../../../src/model/change.ts";
import { isNonEmpty } from "../../../src/model/non-empty.ts";
import { Unknown } from "../../../src/model/unknown.ts";
import type { Value } from "../../../src/model/value.ts";
import type { Decision, Predicted } from "../../../src/module/contract.ts";
import { kafka_topic } from "../../../src/modules/kafka_topic/kafka_topic.ts";
import type { Config, KafkaReader, KafkaWriter, Topic } from "../../../src/services/kafka/model.ts";
import { fakeClient, recordingClient } from "../lib/fake-client.ts";
import type { SomeArgs, StateOf } from "../lib/module-types.ts";

type TopicArgs = SomeArgs<typeof kafka_topic>;
type TopicState = StateOf<typeof kafka_topic>;

const given = { bootstrap: ["a:1"], name: "t", state: "present", grow: false, timeout: 30 } as const;

const full = (args: TopicArgs) => ({ ...given, ...args });
const configs: readonly Config[] = [
  { name: "cleanup.policy", value: "delete", own: false },
  { name: "retention.ms", value: "60000", own: true },
];

function topic(count = 2, replicas: readonly number[] = [1, 2], isr = replicas): Topic {
  const partitions = Array.from({ length: count }, (_, id) => ({ id, leader: replicas[0], replicas, isr }));
  return { name: "t", internal: false, partitions };
}

const there = { topic: topic(), configs, brokers: [1, 2] };
const nowhere = { topic: undefined, configs: [], brokers: [1, 2] };
const shape = { partitions: 2, replication: 2, configs: { "retention.ms": "60000" } };

function decide(args: TopicArgs, state: TopicState, foreseen?: Value): Decision {
  const predicted: Predicted = { get: () => foreseen, any: () => false };
  return kafka_topic.decide(full(args), state, predicted);
}

const summaries = ({ changes }: Decision) => changes.map(({ summary }) => summary);

describe("modules/kafka_topic", () => {
  it("has nothing to do for a topic that is as asked for", () => {
    const args = { partitions: 2, replication: 2, configs: { "retention.ms": 60000 } };
    expect(decide(args, there)).to.deep.equal({ changes: [], result: { name: "t", state: "present", ...shape } });
  });

  it("takes a value in force for good, wherever it comes from", () => {
    expect(decide({ configs: { "cleanup.policy": "delete" } }, there).changes).to.deep.equal([]);
  });

  it("makes one change of a topic that is not there", () => {
    const { changes, result } = decide({ partitions: 1, replication: 2, configs: { "retention.ms": 5 } }, nowhere);
    const after = { partitions: 1, replication: 2, configs: { "retention.ms": "5" } };
    const resource = { kind: "topic", name: "t" };
    expect(changes).to.deep.equal([{ resource, summary: "create topic t with 1 partition", before: null, after }]);
    expect(result).to.deep.equal({ name: "t", state: "present", ...after });
  });

  it("does not guess what the brokers will choose", () => {
    const { result } = decide({}, nowhere);
    expect(result["partitions"]).to.be.instanceOf(Unknown);
    expect(result["replication"]).to.be.instanceOf(Unknown);
  });

  it("makes a change of each setting and of the partitions, the last one being the topic as it will be", () => {
    const args = { partitions: 3, grow: true, configs: { "cleanup.policy": "compact", "retention.ms": "5" } };
    const decision = decide(args, there);
    expect(summaries(decision)).to.deep.equal([
      "grow topic t to 3 partitions",
      "set cleanup.policy of topic t to compact",
      "set retention.ms of topic t to 5",
    ]);
    const after = { partitions: 3, replication: 2, configs: { "retention.ms": "5", "cleanup.policy": "compact" } };
    expect(decision.changes[0]?.before).to.deep.equal(shape);
    expect(decision.changes[2]?.after).to.deep.equal(after);
    expect(decision.result).to.deep.equal({ name: "t", state: "present", ...after });
  });

  const refused: [string, TopicArgs, TopicState, string][] = [
    ["fewer partitions", { partitions: 1 }, there, "services/kafka-shrink"],
    ["fewer partitions, even with grow", { partitions: 1, grow: true }, there, "services/kafka-shrink"],
    ["more partitions without grow", { partitions: 3 }, there, "services/kafka-grow"],
    ["other replicas", { replication: 1 }, there, "services/kafka-replicas"],
    ["a setting that Kafka does not know", { configs: { "retention.mss": 1 } }, there, "services/kafka-setting"],
    ["more replicas than brokers", { replication: 3 }, nowhere, "services/kafka-too-few-brokers"],
  ];
  for (const [title, args, state, code] of refused) {
    it(`refuses ${title}`, () => {
      const { fault, changes } = decide(args, state);
      expect(fault?.code).to.equal(code);
      expect(changes).to.deep.equal([]);
    });
  }

  it("refuses other replicas where only one partition has them", () => {
    const uneven = [...topic().partitions, { id: 2, leader: 1, replicas: [1], isr: [1] }];
    const state = { ...there, topic: { ...topic(), partitions: uneven } };
    expect(decide({ replication: 2 }, state).fault?.message).to.contain("1 and 2 replicas");
  });

  it("fails if a broker does not know a topic that another one lists", () => {
    const { fault, changes } = decide({ partitions: 1 }, { ...there, configs: [], disagreed: true });
    expect(fault?.code).to.equal("services/kafka-topic-disagreed");
    expect(changes).to.deep.equal([]);
  });

  it("proposes the setting that was meant", () => {
    const { fault } = decide({ configs: { "retention.mss": 1 } }, there);
    expect(fault?.message).to.contain('"retention.mss"');
    expect(fault?.hint).to.contain('Did you mean "retention.ms"?');
  });

  it("lets missing brokers be unknown in check mode: they may be started by an earlier task", () => {
    expect(decide({ replication: 3 }, nowhere).fault?.missing).to.equal(true);
  });

  it("warns of a topic that takes no write", () => {
    const args = { replication: 1, configs: { "min.insync.replicas": 2 } };
    expect(decide(args, nowhere).warnings).to.have.lengthOf(1);
    expect(decide({ ...args, replication: 2 }, nowhere)).not.to.have.property("warnings");
  });

  it("deletes a topic that is there, and only then", () => {
    const decision = decide({ state: "absent" }, there);
    expect(summaries(decision)).to.deep.equal(["delete topic t"]);
    expect(decision.changes[0]).to.deep.include({ before: shape, after: null });
    expect(decide({ state: "absent" }, nowhere).changes).to.deep.equal([]);
  });

  describe("in check mode, after an earlier task", () => {
    it("takes a topic that will be there for there", () => {
      expect(decide({ partitions: 2, configs: { "retention.ms": 60000 } }, nowhere, shape).changes).to.deep.equal([]);
      expect(decide({ partitions: 1 }, nowhere, shape).fault?.code).to.equal("services/kafka-shrink");
    });

    it("takes a topic that will be gone for gone", () => {
      expect(summaries(decide({}, there, null))).to.deep.equal(["create topic t"]);
    });

    it("does not guess what the brokers will choose for it", () => {
      const chosen = { ...shape, partitions: new Unknown("default") };
      expect(decide({ partitions: 2 }, nowhere, chosen).unpredictable).to.be.a("string");
      expect(decide({ replication: 2 }, nowhere, chosen)).not.to.have.property("unpredictable");
    });

    it("does not guess a setting that a topic to come will have", () => {
      expect(decide({ configs: { "cleanup.policy": "delete" } }, nowhere, shape).unpredictable).to.be.a("string");
    });
  });

  describe("when it applies", () => {
    async function apply(args: TopicArgs, state: TopicState): Promise<unknown[]> {
      const { calls, client: writer } = recordingClient<KafkaWriter>([
        "createTopic",
        "addPartitions",
        "alterConfigs",
        "deleteTopic",
      ]);
      const changes: readonly Change[] = decide(args, state).changes;
      if (!isNonEmpty(changes)) throw new Error("nothing to apply");
      const outcome = await kafka_topic.apply(full(args), changes, writer, state);
      expect(outcome.ok && outcome.value).to.deep.equal(decide(args, state).result);
      return calls;
    }

    it("creates", async () => {
      const args = { partitions: 2, replication: 1, configs: { "retention.ms": 5 } };
      const created = { name: "t", partitions: 2, replication: 1, configs: { "retention.ms": "5" } };
      expect(await apply(args, nowhere)).to.deep.equal([["createTopic", created]]);
    });

    it("sends only the settings that differ", async () => {
      const args = { configs: { "cleanup.policy": "compact", "retention.ms": 60000 } };
      expect(await apply(args, there)).to.deep.equal([["alterConfigs", "t", { "cleanup.policy": "compact" }]]);
    });

    it("adds partitions", async () => {
      expect(await apply({ partitions: 4, grow: true }, there)).to.deep.equal([["addPartitions", "t", 4]]);
    });

    it("deletes", async () => {
      expect(await apply({ state: "absent" }, there)).to.deep.equal([["deleteTopic", "t"]]);
    });
  });

  describe("afterwards", () => {
    const look = (args: TopicArgs, state: TopicState) => kafka_topic.settle?.check(full(args), state);

    it("waits for leaders and replicas", () => {
      expect(look({}, there)).to.deep.equal({ is: "settled" });
      expect(look({}, { ...there, topic: topic(1, [1, 2], [1]) })).to.deep.equal({
        is: "waiting",
        for: "topic t: partition 0 is not in sync on broker 2",
      });
      expect(look({}, nowhere)).to.have.property("is", "waiting");
    });

    it("waits until every broker knows the new topic", async () => {
      const reader = fakeClient<KafkaReader>({
        topics: () => Promise.resolve(good([topic()])),
        cluster: () => Promise.resolve(good({ brokers: [{ id: 1, host: "a", port: 1 }] })),
        configs: () => Promise.resolve(good(undefined)),
      });
      const state = await kafka_topic.probe(full({}), reader);
      if (!state.ok) throw new Error("the probe failed");
      expect(look({}, state.value)).to.deep.equal({ is: "waiting", for: "topic t to be known to every broker" });
    });

    it("waits for a deleted topic to be gone", () => {
      expect(look({ state: "absent" }, there)).to.have.property("is", "waiting");
      expect(look({ state: "absent" }, nowhere)).to.deep.equal({ is: "settled" });
    });
  });
});
