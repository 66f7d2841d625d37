import { expect } from "chai";
import { load } from "../load.ts";

interface Settings {
  readonly brokers: readonly string[];
  readonly port: number;
  readonly managementPort: number;
  readonly contextPath: string;
}
interface Model {
  brokersOf(cluster: unknown): unknown[];
  topicOf(topic: unknown, offsets: readonly unknown[], config: unknown): Record<string, unknown>;
  summaryOf(topics: readonly unknown[]): Record<string, unknown>;
  consumerOf(groupId: string, committed: readonly unknown[], topics: readonly unknown[]): Record<string, unknown>;
}
interface Routes {
  reply(request: unknown): Promise<{ code: number; body: unknown }>;
  pathWithin(contextPath: string, whole: string): string | undefined;
}

describe("lab/images/kafdrop", () => {
  let settingsFrom: (env: Record<string, string>) => Settings;
  let model: Model;
  let routes: Routes;
  before(async () => {
    ({ settingsFrom } = await load<{ settingsFrom: typeof settingsFrom }>("kafdrop", "app", "settings.mjs"));
    model = await load("kafdrop", "app", "model.mjs");
    routes = await load("kafdrop", "app", "routes.mjs");
  });

  it("reads Kafdrop's variables", () => {
    const env = { KAFKA_BROKERCONNECT: "a:1, b:2", SERVER_PORT: "9001", SERVER_SERVLET_CONTEXTPATH: "/kafdrop/" };
    expect(settingsFrom(env)).to.deep.equal({
      brokers: ["a:1", "b:2"],
      port: 9001,
      managementPort: 9000,
      contextPath: "/kafdrop",
    });
  });

  it("rejects an unsupported protocol", () => {
    const properties = Buffer.from("# x\nsecurity.protocol = SASL_SSL\n").toString("base64");
    expect(() => settingsFrom({ KAFKA_PROPERTIES: properties })).to.throw(/SASL_SSL/);
  });

  const partition = (partitionId: number, leader: number, isr: readonly number[]) => ({
    partitionId,
    leader,
    replicas: [1, 2],
    isr,
  });
  const raw = () =>
    model.topicOf(
      { name: "raw", partitions: [partition(1, 2, [2]), partition(0, 1, [2, 1])] },
      [
        { partition: 0, low: "2", high: "10" },
        { partition: 1, low: "0", high: "5" },
      ],
      { "retention.ms": "1" },
    );

  it("shows a topic's partitions in order, with leaders and replicas that are out of sync", () => {
    const topic = raw();
    expect(topic).to.deep.include({ name: "raw", totalSize: 15, availableSize: 13, preferredReplicaPercent: 0.5 });
    expect(topic).to.have.nested.property("partitions[0].id", 0);
    expect(topic).to.have.deep.nested.property("partitions[0].inSyncReplicas", [{ id: 1 }, { id: 2 }]);
    expect(topic).to.have.nested.property("partitions[1].underReplicated", true);
    expect(topic["underReplicatedPartitions"]).to.have.lengthOf(1);
  });

  it("summarizes the cluster", () => {
    expect(model.summaryOf([raw()])).to.deep.equal({
      topicCount: 1,
      partitionCount: 2,
      underReplicatedCount: 1,
      preferredReplicaPercent: 0.5,
      brokerLeaderPartitionCount: { "1": 1, "2": 1 },
      brokerPreferredLeaderPartitionCount: { "1": 2 },
      expectedBrokerIds: [1],
    });
  });

  it("counts a consumer group's lag", () => {
    const committed = [
      {
        topic: "raw",
        partitions: [
          { partition: 0, offset: "7" },
          { partition: 1, offset: "-1" },
        ],
      },
      { topic: "gone", partitions: [] },
    ];
    const consumer = model.consumerOf("g", committed, [raw()]);
    expect(consumer).to.deep.include({ groupId: "g", groupIdBase64: "Zw==" });
    expect(consumer["topics"]).to.deep.equal([
      { topic: "raw", lag: 3, partitions: [{ partitionId: 0, offset: 7, size: 10, lag: 3 }] },
    ]);
  });

  describe("answers", () => {
    const cluster = {
      brokers: () =>
        Promise.resolve(model.brokersOf({ brokers: [{ nodeId: 1, host: "h", port: 9092 }], controller: 1 })),
      topics: () => Promise.resolve([raw()]),
      consumers: () => Promise.resolve([{ groupId: "g" }]),
    };
    const codes: Record<string, number> = {
      "/": 200,
      "/broker": 200,
      "/broker/1": 200,
      "/broker/2": 404,
      "/topic": 200,
      "/topic/raw": 200,
      "/topic/gone": 404,
      "/topic/raw/consumers": 200,
      "/topic/gone/consumers": 404,
      "/consumer/g": 200,
      "/consumer/x": 404,
      "/else": 404,
    };
    for (const [path, code] of Object.entries(codes)) {
      it(`${code} on ${path}`, async () => {
        expect((await routes.reply({ path, json: true, cluster })).code).to.equal(code);
      });
    }

    it("with a page that says that it is a stand-in, unless JSON is requested", async () => {
      const { body } = await routes.reply({ path: "/", json: false, cluster });
      expect(body).to.be.a("string").that.contains("STAND-IN, not Kafdrop").and.contains("<td>raw</td>");
    });

    it("below its context path only", () => {
      expect(routes.pathWithin("", "/topic")).to.equal("/topic");
      expect(routes.pathWithin("/k", "/k")).to.equal("/");
      expect(routes.pathWithin("/k", "/k/topic")).to.equal("/topic");
      expect(routes.pathWithin("/k", "/kafka")).to.equal(undefined);
      expect(routes.pathWithin("/k", "/topic")).to.equal(undefined);
    });
  });
});
