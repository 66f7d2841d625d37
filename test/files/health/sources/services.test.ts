import { expect } from "chai";
import { druidSource } from "../../../../files/health/sources/druid.ts";
import { flinkSource } from "../../../../files/health/sources/flink.ts";
import { type KafkaAdmin, kafkaSource } from "../../../../files/health/sources/kafka.ts";

/** Answers from a map by path; an unknown path is an error. */
const answers = (known: Readonly<Record<string, unknown>>) => (path: string) =>
  path in known ? Promise.resolve(known[path]) : Promise.reject(new Error(`unexpected ${path}`));

const METRICS = "/jobs/a/vertices/v/subtasks/metrics?get=backPressuredTimeMsPerSecond,busyTimeMsPerSecond&agg=max";
const FLINK = {
  "/overview": { taskmanagers: 2 },
  "/jobs/overview": {
    jobs: [
      { jid: "a", state: "RUNNING" },
      { jid: "b", state: "CANCELED" },
    ],
  },
  "/jobs/a": { vertices: [{ id: "v", name: "filter -> sink" }] },
  "/jobs/a/checkpoints": {
    counts: { failed: 3 },
    latest: { completed: { latest_ack_timestamp: 1000, end_to_end_duration: 60, state_size: 22 } },
  },
  [METRICS]: [
    { id: "backPressuredTimeMsPerSecond", max: 250 },
    { id: "busyTimeMsPerSecond", max: "NaN" },
  ],
};

describe("files/health/sources: Flink, Druid and Kafka", () => {
  it("sample the checkpoints and the back pressure of running jobs, without unknown values", async () => {
    const samples = await flinkSource(answers(FLINK), () => 13_000)();
    expect(samples.map(({ metric, label, value }) => [metric, label, value])).to.deep.equal([
      ["flink_jobs", "", 1],
      ["flink_task_managers", "", 2],
      ["flink_checkpoints_failed", "", 3],
      ["flink_checkpoint_age", "", 12],
      ["flink_checkpoint_duration", "", 60],
      ["flink_checkpoint_size", "", 22],
      ["flink_back_pressure", "filter", 0.25],
    ]);
  });

  it("sample a job without a completed checkpoint, and a cluster without jobs", async () => {
    const young = { ...FLINK, "/jobs/a/checkpoints": { counts: { failed: 0 }, latest: { completed: null } } };
    const names = (await flinkSource(answers(young), () => 0)()).map(({ metric }) => metric);
    expect(names).to.include("flink_checkpoints_failed").and.not.to.include("flink_checkpoint_age");
    const [jobs] = await flinkSource(answers({ ...FLINK, "/jobs/overview": { jobs: [] } }), () => 0)();
    expect(jobs).to.deep.equal({ metric: "flink_jobs", label: "", value: 0 });
  });

  it("sample each supervisor's lag, but not one that is unknown yet", async () => {
    const source = druidSource(
      answers({
        "/druid/indexer/v1/supervisor": ["raw", "a/b"],
        "/druid/indexer/v1/supervisor/raw/status": { payload: { aggregateLag: 7 } },
        "/druid/indexer/v1/supervisor/a%2Fb/status": { payload: {} },
      }),
    );
    expect(await source()).to.deep.equal([{ metric: "druid_lag", label: "raw", value: 7 }]);
  });

  it("sample the lag of consumer groups and partitions that lack a replica", async () => {
    const partition = (partitionId: number, isr: number[]) => ({
      partitionErrorCode: 0,
      partitionId,
      leader: 1,
      replicas: [1, 2],
      isr,
    });
    const admin: KafkaAdmin = {
      describeCluster: () =>
        Promise.resolve({ brokers: [{ nodeId: 1, host: "h", port: 1 }], controller: 1, clusterId: "c" }),
      listGroups: () => Promise.resolve({ groups: [{ groupId: "job", protocolType: "consumer" }] }),
      fetchTopicMetadata: () =>
        Promise.resolve({ topics: [{ name: "raw", partitions: [partition(0, [1, 2]), partition(1, [1])] }] }),
      fetchOffsets: () =>
        Promise.resolve([
          {
            topic: "raw",
            partitions: [
              { partition: 0, offset: "90", metadata: null },
              { partition: 1, offset: "-1", metadata: null },
            ],
          },
        ]),
      fetchTopicOffsets: () =>
        Promise.resolve(
          [100, 50].map((high, partitionId) => ({
            partition: partitionId,
            offset: `${high}`,
            high: `${high}`,
            low: "0",
          })),
        ),
    };
    expect((await kafkaSource(admin)()).map(({ metric, label, value }) => [metric, label, value])).to.deep.equal([
      ["kafka_brokers", "", 1],
      ["kafka_under_replicated", "", 1],
      ["kafka_lag", "job: raw", 10],
    ]);
  });
});
