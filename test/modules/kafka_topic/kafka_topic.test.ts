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

const given = { bootstrap: ["a:1"], name: "t", state: "present", exclusive: false, grow: false, timeout: 30 } as const;

const full = (args: TopicArgs) => ({ ...given, ...args });
const configs: readonly Config[] = [
  { name: "cleanup.policy", value: "delete", own: false },
  { name: "retention.ms", value: "60000", own: true },
];

function topic(count = 2, replicas: readonly number[] = [1, 2], isr = replicas): Topic {
  const partitions = Array.from({ length: count }, (_, id) => ({ id, leader: replicas[0], replicas, isr }));
  return { name: "t", internal: false, partitions };
}

const existing = { topic: topic(), configs, brokers: [1, 2] };
const missing = { topic: undefined, configs: [], brokers: [1, 2] };
const summary = { partitions: 2, replication: 2, configs: { "retention.ms": "60000" } };

function decide(args: TopicArgs, state: TopicState, future?: Value): Decision {
  const predicted: Predicted = { get: () => future, any: () => false };
  return kafka_topic.decide(full(args), state, predicted);
}

const summaries = ({ changes }: Decision) => changes.map(({ summary }) => summary);

describe("modules/kafka_topic", () => {
  it("changes nothing if the topic is as desired", () => {
    const args = { partitions: 2, replication: 2, configs: { "retention.ms": 60000 } };
    expect(decide(args, existing)).to.deep.equal({ changes: [], result: { name: "t", state: "present", ...summary } });
  });

  it("accepts an effective value, whatever its source", () => {
    expect(decide({ configs: { "cleanup.policy": "delete" } }, existing).changes).to.deep.equal([]);
  });

  it("creates a missing topic in one change", () => {
    const { changes, result } = decide({ partitions: 1, replication: 2, configs: { "retention.ms": 5 } }, missing);
    const after = { partitions: 1, replication: 2, configs: { "retention.ms": "5" } };
    const resource = { kind: "topic", name: "t" };
    expect(changes).to.deep.equal([{ resource, summary: "create topic t with 1 partition", before: null, after }]);
    expect(result).to.deep.equal({ name: "t", state: "present", ...after });
  });

  it("does not guess the brokers' defaults", () => {
    const { result } = decide({}, missing);
    expect(result["partitions"]).to.be.instanceOf(Unknown);
    expect(result["replication"]).to.be.instanceOf(Unknown);
  });

  it("makes one change per setting and one for the partitions, and the last one shows the final topic", () => {
    const args = { partitions: 3, grow: true, configs: { "cleanup.policy": "compact", "retention.ms": "5" } };
    const decision = decide(args, existing);
    expect(summaries(decision)).to.deep.equal([
      "grow topic t to 3 partitions",
      "set cleanup.policy of topic t to compact",
      "set retention.ms of topic t to 5",
    ]);
    const after = { partitions: 3, replication: 2, configs: { "retention.ms": "5", "cleanup.policy": "compact" } };
    expect(decision.changes[0]?.before).to.deep.equal(summary);
    expect(decision.changes[2]?.after).to.deep.equal(after);
    expect(decision.result).to.deep.equal({ name: "t", state: "present", ...after });
  });

  const rejected: [string, TopicArgs, TopicState, string][] = [
    ["fewer partitions", { partitions: 1 }, existing, "services/kafka-shrink"],
    ["fewer partitions, even with grow", { partitions: 1, grow: true }, existing, "services/kafka-shrink"],
    ["more partitions without grow", { partitions: 3 }, existing, "services/kafka-grow"],
    ["other replicas", { replication: 1 }, existing, "services/kafka-replicas"],
    ["a setting that Kafka does not know", { configs: { "retention.mss": 1 } }, existing, "services/kafka-setting"],
    ["more replicas than brokers", { replication: 3 }, missing, "services/kafka-too-few-brokers"],
  ];
  for (const [title, args, state, code] of rejected) {
    it(`rejects ${title}`, () => {
      const { fault, changes } = decide(args, state);
      expect(fault?.code).to.equal(code);
      expect(changes).to.deep.equal([]);
    });
  }

  it("rejects another number of replicas if only one partition differs", () => {
    const uneven = [...topic().partitions, { id: 2, leader: 1, replicas: [1], isr: [1] }];
    const state = { ...existing, topic: { ...topic(), partitions: uneven } };
    expect(decide({ replication: 2 }, state).fault?.message).to.contain("1 and 2 replicas");
  });

  it("fails if a broker does not know a topic that another one lists", () => {
    const { fault, changes } = decide({ partitions: 1 }, { ...existing, configs: [], disagreed: true });
    expect(fault?.code).to.equal("services/kafka-topic-disagreed");
    expect(changes).to.deep.equal([]);
  });

  it("suggests the correct name of a setting", () => {
    const { fault } = decide({ configs: { "retention.mss": 1 } }, existing);
    expect(fault?.message).to.contain('"retention.mss"');
    expect(fault?.hint).to.contain('Did you mean "retention.ms"?');
  });

  it("is unknown in check mode if brokers are missing, because an earlier task may start them", () => {
    expect(decide({ replication: 3 }, missing).fault?.missing).to.equal(true);
  });

  it("warns about a topic that cannot accept writes", () => {
    const args = { replication: 1, configs: { "min.insync.replicas": 2 } };
    expect(decide(args, missing).warnings).to.have.lengthOf(1);
    expect(decide({ ...args, replication: 2 }, missing)).not.to.have.property("warnings");
  });

  it("deletes only an existing topic", () => {
    const decision = decide({ state: "absent" }, existing);
    expect(summaries(decision)).to.deep.equal(["delete topic t"]);
    expect(decision.changes[0]).to.deep.include({ before: summary, after: null });
    expect(decide({ state: "absent" }, missing).changes).to.deep.equal([]);
  });

  describe("in check mode, after an earlier task", () => {
    it("treats a predicted topic as existing", () => {
      expect(decide({ partitions: 2, configs: { "retention.ms": 60000 } }, missing, summary).changes).to.deep.equal([]);
      expect(decide({ partitions: 1 }, missing, summary).fault?.code).to.equal("services/kafka-shrink");
    });

    it("treats a topic that will be deleted as missing", () => {
      expect(summaries(decide({}, existing, null))).to.deep.equal(["create topic t"]);
    });

    it("does not guess the brokers' defaults for a predicted topic", () => {
      const chosen = { ...summary, partitions: new Unknown("default") };
      expect(decide({ partitions: 2 }, missing, chosen).unpredictable).to.be.a("string");
      expect(decide({ replication: 2 }, missing, chosen)).not.to.have.property("unpredictable");
    });

    it("does not guess other settings of a predicted topic", () => {
      expect(decide({ configs: { "cleanup.policy": "delete" } }, missing, summary).unpredictable).to.be.a("string");
    });
  });

  describe("apply", () => {
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
      expect(await apply(args, missing)).to.deep.equal([["createTopic", created]]);
    });

    it("sends only the settings that differ", async () => {
      const args = { configs: { "cleanup.policy": "compact", "retention.ms": 60000 } };
      expect(await apply(args, existing)).to.deep.equal([["alterConfigs", "t", { "cleanup.policy": "compact" }]]);
    });

    it("resets settings that are not named, if it is exclusive", async () => {
      const args = { exclusive: true, configs: { "cleanup.policy": "delete" } };
      expect(decide(args, existing).changes.map(({ summary }) => summary)).to.deep.equal([
        "reset retention.ms of topic t to its default",
      ]);
      expect(await apply(args, existing)).to.deep.equal([["alterConfigs", "t", {}, ["retention.ms"]]]);
      expect(decide({ exclusive: true, configs: { "retention.ms": 60000 } }, existing).changes).to.deep.equal([]);
    });

    it("adds partitions", async () => {
      expect(await apply({ partitions: 4, grow: true }, existing)).to.deep.equal([["addPartitions", "t", 4]]);
    });

    it("deletes", async () => {
      expect(await apply({ state: "absent" }, existing)).to.deep.equal([["deleteTopic", "t"]]);
    });
  });

  describe("settle", () => {
    const check = (args: TopicArgs, state: TopicState) => kafka_topic.settle?.check(full(args), state);

    it("waits for leaders and replicas", () => {
      expect(check({}, existing)).to.deep.equal({ is: "settled" });
      expect(check({}, { ...existing, topic: topic(1, [1, 2], [1]) })).to.deep.equal({
        is: "waiting",
        for: "topic t: partition 0 is not in sync on broker 2",
      });
      expect(check({}, missing)).to.have.property("is", "waiting");
    });

    it("waits until every broker knows the new topic", async () => {
      const reader = fakeClient<KafkaReader>({
        topics: () => Promise.resolve(good([topic()])),
        cluster: () => Promise.resolve(good({ brokers: [{ id: 1, host: "a", port: 1 }] })),
        configs: () => Promise.resolve(good(undefined)),
      });
      const state = await kafka_topic.probe(full({}), reader);
      if (!state.ok) throw new Error("the probe failed");
      expect(check({}, state.value)).to.deep.equal({ is: "waiting", for: "topic t to be known to every broker" });
    });

    it("waits for a deleted topic to be gone", () => {
      expect(check({ state: "absent" }, existing)).to.have.property("is", "waiting");
      expect(check({ state: "absent" }, missing)).to.deep.equal({ is: "settled" });
    });
  });
});
