import { expect } from "chai";
import { journalLine } from "../../../files/sensors/journal/journal-line.ts";
import { readCommandLine } from "../../../files/sensors/command-line.ts";
import type { Link } from "../../../files/sensors/kafka/lane.ts";
import { produce } from "../../../files/sensors/produce.ts";
import { proveJournal } from "../../../files/sensors/prove/proof.ts";
import type { Cluster, RunParts } from "../../../files/sensors/run.ts";
import { fakeCluster, kafkaError } from "./fake-cluster.ts";
import { virtualTime } from "./virtual-time.ts";

const T = 1_767_225_600_000;

/** An environment without a real clock, disk or terminal. */
function world(cluster: Cluster, time = virtualTime(T)) {
  const journalled: string[] = [];
  const warnings: string[] = [];
  const progress: string[] = [];
  const parts: RunParts = {
    cluster,
    journal: {
      append: (records) => {
        journalled.push(...records.map(journalLine));
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    },
    clock: time.now,
    sleep: time.sleep,
    stop: new AbortController(),
    print: (line) => progress.push(line),
    warn: (line) => warnings.push(line),
  };
  const stopAfter = (ms: number): void => void time.sleep(ms).then(() => parts.stop.abort());
  return { parts, journalled, warnings, progress, stopAfter, elapsed: () => time.now() - T };
}

function optionsFrom(text: string) {
  const line = readCommandLine(text.split(" "), {});
  if (line.kind !== "run") throw new Error(JSON.stringify(line));
  return line.options;
}

function timesOf(records: readonly { value: string | null }[]): number[] {
  const times = records.map(({ value }) => (JSON.parse(value ?? "") as { ts: number }).ts);
  return times.sort((one, other) => one - other);
}

describe("sensors/produce", () => {
  it("produces rate times seconds records, all acknowledged and in the journal", async () => {
    const cluster = fakeCluster({ partitions: 3 });
    const { parts, journalled, progress } = world(cluster);
    expect(await produce(optionsFrom("--rate 20 --for 60s --sensors 7"), parts)).to.equal(0);
    expect(cluster.records()).to.have.length(1200);
    expect(proveJournal(journalled, cluster.records())).to.deep.equal([]);
    expect(progress.at(-1)).to.include(" acknowledged=1200 ").and.include(" in_flight=0 ");
  });

  it("neither loses nor duplicates records if every third attempt fails and every fifth answer is lost", async () => {
    const outcomeOf = (at: number) => (at % 3 === 0 ? "lost" : at % 5 === 0 ? "answer lost" : "acknowledged");
    const cluster = fakeCluster({ partitions: 3, outcomeOf });
    const { parts, journalled } = world(cluster);
    expect(await produce(optionsFrom("--rate 100 --for 30s --max-pending 100000"), parts)).to.equal(0);
    expect(proveJournal(journalled, cluster.records())).to.deep.equal([]);
    expect(cluster.records()).to.have.length(3000);
  });

  it("keeps each sensor's records in order, whatever fails", async () => {
    const cluster = fakeCluster({ partitions: 2, outcomeOf: (at) => (at % 2 === 0 ? "answer lost" : "acknowledged") });
    const { parts } = world(cluster);
    await produce(optionsFrom("--rate 50 --for 10s --sensors 5"), parts);
    for (let sensor = 1; sensor <= 5; sensor++) {
      const records = cluster.records().filter(({ key }) => key === `sensor-000${sensor}`);
      const seqs = records.map(({ value }) => (JSON.parse(value ?? "") as { seq: number }).seq);
      expect(seqs).to.deep.equal([...seqs.keys()]);
    }
  });

  it("fills the past without a gap, then continues live", async () => {
    const cluster = fakeCluster({ partitions: 2 });
    const { parts } = world(cluster);
    await produce(optionsFrom("--rate 10 --backfill 10m --for 2s --max-pending 500"), parts);
    const times = timesOf(cluster.records());
    expect(times).to.deep.equal(Array.from({ length: 6020 }, (_, at) => T - 600_000 + at * 100));
  });

  it("continues at the end of the topic after a restart with resume", async () => {
    const cluster = fakeCluster({ partitions: 2 });
    const time = virtualTime(T);
    const run = (options: string) =>
      produce(optionsFrom(`--rate 10 --backfill 10m ${options}`), world(cluster, time).parts);
    await run("--resume true --for 2s");
    const end = timesOf(cluster.records()).at(-1) ?? 0;
    await run("--resume true --for 2s");
    const times = timesOf(cluster.records());
    expect(times.filter((one) => one > end).length).to.equal(times.length - 6020);
    expect(new Set(times).size).to.equal(times.length);
    await run("--for 2s");
    expect(timesOf(cluster.records()).length).to.be.greaterThan(times.length + 6000);
  });

  it("stops at the count, which includes the backfill", async () => {
    const cluster = fakeCluster();
    const { parts, elapsed } = world(cluster);
    expect(await produce(optionsFrom("--count 77 --backfill 1h"), parts)).to.equal(0);
    expect(cluster.records()).to.have.length(77);
    expect(elapsed()).to.equal(0);
  });

  it("pauses while too many records await acknowledgement, and does not catch up afterwards", async () => {
    const time = virtualTime(T);
    const cluster = fakeCluster({ outcomeOf: () => (time.now() < T + 30_000 ? "lost" : "acknowledged") });
    const { parts, progress } = world(cluster, time);
    expect(await produce(optionsFrom("--rate 100 --for 60s --max-pending 500"), parts)).to.equal(0);
    const times = timesOf(cluster.records());
    const gap = Math.max(...times.slice(1).map((time, at) => time - (times[at] ?? time)));
    expect(gap).to.be.within(20_000, 30_000);
    expect(new Set(times).size).to.equal(times.length);
    const skipped = Number(/skipped=(\d+)/.exec(progress.at(-1) ?? "")?.[1]);
    expect(times.length + skipped).to.be.within(5_900, 6_000);
  });

  it("waits for Kafka and the topic, and reports it once", async () => {
    const cluster = fakeCluster();
    let calls = 0;
    const countPartitions = () => (++calls < 5 ? Promise.reject(new Error("no broker answers")) : Promise.resolve(1));
    const { parts, warnings, elapsed } = world({ ...cluster, countPartitions });
    expect(await produce(optionsFrom("--count 1"), parts)).to.equal(0);
    expect(warnings.filter((line) => line.includes("no broker answers"))).to.have.length(1);
    expect(elapsed()).to.be.within(3_750, 3_800);
  });

  it("ends with 1 after a permanent error, and finishes the other partitions", async () => {
    const cluster = fakeCluster({
      partitions: 2,
      outcomeOf: (at) => (at === 4 ? kafkaError("INVALID_RECORD") : "acknowledged"),
    });
    const { parts, journalled, warnings } = world(cluster);
    expect(await produce(optionsFrom("--rate 100 --sensors 2"), parts)).to.equal(1);
    expect(warnings.join("\n")).to.include("stopped: Kafka returned INVALID_RECORD");
    expect(proveJournal(journalled, cluster.records())).to.deep.equal([]);
  });

  it("ends with 1 when the topic is forbidden", async () => {
    const countPartitions = () => Promise.reject(kafkaError("TOPIC_AUTHORIZATION_FAILED"));
    const { parts } = world({ ...fakeCluster(), countPartitions });
    expect(await produce(optionsFrom("--count 1"), parts)).to.equal(1);
  });

  it("finishes records in flight when it is stopped, and ends with 0", async () => {
    const time = virtualTime(T);
    const isAway = () => time.now() > T + 2_000 && time.now() < T + 8_000;
    const cluster = fakeCluster({ outcomeOf: () => (isAway() ? "answer lost" : "acknowledged") });
    const { parts, journalled, stopAfter } = world(cluster, time);
    stopAfter(5_000);
    expect(await produce(optionsFrom("--rate 100"), parts)).to.equal(0);
    expect(cluster.records().length).to.be.within(499, 501);
    expect(proveJournal(journalled, cluster.records())).to.deep.equal([]);
  });

  it("gives up in time when it is stopped while Kafka is away, reports what is open, and ends with 1", async () => {
    const cluster = fakeCluster({ outcomeOf: () => "lost" });
    const { parts, warnings, stopAfter, elapsed } = world(cluster);
    stopAfter(1_000);
    expect(await produce(optionsFrom("--rate 10"), parts)).to.equal(1);
    expect(elapsed()).to.equal(9_000);
    expect(warnings.at(-1)).to.match(/^1[01] records are not acknowledged/);
  });

  it("does not wait longer for a hanging request when it is stopped", async () => {
    const openLink = (): Link => ({
      send: () => new Promise(() => undefined),
      reset: () => Promise.resolve(),
      close: () => Promise.resolve(),
    });
    const { parts, stopAfter, elapsed } = world({ ...fakeCluster(), openLink });
    stopAfter(1_000);
    expect(await produce(optionsFrom("--rate 10"), parts)).to.equal(1);
    expect(elapsed()).to.equal(9_000);
  });

  it("ends with 1 if the journal cannot be written", async () => {
    const { parts, warnings } = world(fakeCluster());
    const journal = { ...parts.journal, append: () => Promise.reject(new Error("disk full")) };
    expect(await produce(optionsFrom("--rate 10"), { ...parts, journal })).to.equal(1);
    expect(warnings).to.include("stopped: disk full");
  });

  it("reports once that a partition fails and once that it has recovered", async () => {
    const cluster = fakeCluster({ outcomeOf: (at) => (at >= 2 && at < 6 ? "lost" : "acknowledged") });
    const { parts, warnings } = world(cluster);
    await produce(optionsFrom("--rate 10 --for 20s"), parts);
    expect(warnings.slice(1)).to.deep.equal(["partition 0: lost; retrying", "partition 0: recovered"]);
  });
});
