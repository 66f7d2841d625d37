import { expect } from "chai";
import { MAX_BATCH, openLane, type LaneParts } from "../../../../files/sensors/kafka/lane.ts";
import type { Outgoing } from "../../../../files/sensors/readings/record.ts";
import { fakeCluster, kafkaError, type FakeCluster, type FakeOptions } from "../fake-cluster.ts";

interface Fixture {
  readonly cluster: FakeCluster;
  readonly parts: LaneParts;
  readonly kept: { base: number; count: number }[];
  readonly failed: unknown[];
  readonly broken: unknown[];
  readonly pauses: number[];
  readonly abandon: AbortController;
}

function fixture(options: FakeOptions = {}, more: Partial<LaneParts> = {}): Fixture {
  const cluster = fakeCluster(options);
  const kept: Fixture["kept"] = [];
  const failed: unknown[] = [];
  const broken: unknown[] = [];
  const pauses: number[] = [];
  const abandon = new AbortController();
  const parts: LaneParts = {
    openLink: () => cluster.openLink(0),
    keep: (base, batch) => Promise.resolve(void kept.push({ base, count: batch.length })),
    failed: (error) => failed.push(error),
    broken: (error) => broken.push(error),
    pause: (attempt) => Promise.resolve(void pauses.push(attempt)),
    abandon: abandon.signal,
    ...more,
  };
  return { cluster, parts, kept, failed, broken, pauses, abandon };
}

function records(count: number): Outgoing[] {
  return Array.from({ length: count }, (_, seq) => ({ key: "k", value: String(seq), timestamp: seq }));
}

function valuesOf(cluster: FakeCluster): string[] {
  return cluster.records().map(({ value }) => value ?? "null");
}

describe("sensors/kafka/lane", () => {
  it("writes records in order, and ends when all are recorded", async () => {
    const { cluster, parts, kept } = fixture();
    const lane = openLane(parts);
    for (const record of records(1200)) lane.add(record);
    await lane.close();
    expect(valuesOf(cluster)).to.deep.equal(records(1200).map(({ value }) => value));
    expect(kept.at(-1)).to.include({ base: 1200 - (kept.at(-1)?.count ?? 0) });
    expect(Math.max(...cluster.attempts)).to.be.at.most(MAX_BATCH);
    expect(cluster.counts).to.include({ opened: 1, closed: 1 });
  });

  it("has one batch in flight: the next one waits until it is recorded", async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const { cluster, parts } = fixture({}, { keep: () => gate });
    const lane = openLane(parts);
    for (const record of records(MAX_BATCH + 1)) lane.add(record);
    const closed = lane.close();
    await new Promise((resolve) => setImmediate(resolve));
    expect(cluster.attempts).to.have.length(1);
    release();
    await closed;
    expect(valuesOf(cluster)).to.have.length(MAX_BATCH + 1);
  });

  it("retries the same batch on new connections until it is acknowledged, whether or not it was written", async () => {
    for (const outcome of ["lost", "answer lost"] as const) {
      const { cluster, parts, kept, failed, pauses } = fixture({
        outcomeOf: (at) => (at < 3 ? outcome : "acknowledged"),
      });
      const lane = openLane(parts);
      lane.add({ key: "k", value: "first", timestamp: 0 });
      await new Promise((resolve) => setImmediate(resolve));
      lane.add({ key: "k", value: "second", timestamp: 1 });
      await lane.close();
      expect(valuesOf(cluster), outcome).to.deep.equal(["first", "second"]);
      expect(cluster.attempts.slice(0, 4)).to.deep.equal([1, 1, 1, 1]);
      expect(kept[0]).to.deep.equal({ base: 0, count: 1 });
      expect(failed).to.have.length(3);
      expect(pauses).to.deep.equal([2, 3, 4]);
      expect(cluster.counts).to.include({ opened: 1, resets: 3 });
    }
  });

  it("ends and records nothing more after a permanent error", async () => {
    const error = kafkaError("OUT_OF_ORDER_SEQUENCE_NUMBER");
    const { cluster, parts, kept, failed, broken } = fixture({ outcomeOf: () => error });
    const lane = openLane(parts);
    lane.add({ key: "k", value: "v", timestamp: 0 });
    await lane.close();
    expect(broken).to.deep.equal([error]);
    expect([kept, failed, cluster.records()]).to.deep.equal([[], [], []]);
  });

  it("ends if acknowledged records cannot be recorded", async () => {
    const error = new Error("disk full");
    const { parts, broken } = fixture({}, { keep: () => Promise.reject(error) });
    const lane = openLane(parts);
    lane.add({ key: "k", value: "v", timestamp: 0 });
    await lane.close();
    expect(broken).to.deep.equal([error]);
  });

  it("gives up when it is aborted", async () => {
    const { cluster, parts, kept, abandon } = fixture({ outcomeOf: () => "lost" });
    const pause = (attempt: number): Promise<void> => {
      if (attempt === 5) abandon.abort();
      return Promise.resolve();
    };
    const lane = openLane({ ...parts, pause });
    lane.add({ key: "k", value: "v", timestamp: 0 });
    await lane.close();
    expect(cluster.attempts).to.have.length(4);
    expect(kept).to.deep.equal([]);
  });

  it("requests a new identity between two batches before sequence numbers run out", async () => {
    const { cluster, parts, kept } = fixture({}, { renewAfter: 1000 });
    const lane = openLane(parts);
    for (const record of records(2100)) lane.add(record);
    await lane.close();
    expect(cluster.counts).to.include({ opened: 3, closed: 3 });
    expect(valuesOf(cluster)).to.deep.equal(records(2100).map(({ value }) => value));
    expect(kept.reduce((sum, { count }) => sum + count, 0)).to.equal(2100);
  });

  it("ends immediately if it has no records", async () => {
    const { cluster, parts } = fixture();
    await openLane(parts).close();
    expect(cluster.attempts).to.deep.equal([]);
  });
});
