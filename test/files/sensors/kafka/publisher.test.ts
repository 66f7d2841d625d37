import { expect } from "chai";
import type { LaneParts } from "../../../../files/sensors/kafka/lane.ts";
import { createPublisher, type Publisher } from "../../../../files/sensors/kafka/publisher.ts";
import { fakeCluster } from "../fake-cluster.ts";

/** A publisher whose batches are recorded only when `release` is called. */
function fixture(limit: number, partitions = 1) {
  const cluster = fakeCluster({ partitions });
  const stop = new AbortController();
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const lane = (partition: number): LaneParts => ({
    openLink: () => cluster.openLink(partition),
    keep: () => gate,
    failed: () => undefined,
    broken: () => undefined,
    pause: () => Promise.resolve(),
    abandon: new AbortController().signal,
  });
  const publisher = createPublisher({ partitionOf: cluster.partitioner(partitions), lane, limit, stop: stop.signal });
  return { cluster, stop, publisher, release };
}

function fill(publisher: Publisher, count: number): void {
  for (let at = 0; at < count; at++) publisher.add({ key: `s-${at}`, value: String(at), timestamp: 0 });
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const later = new Promise((resolve) => setImmediate(resolve, "later"));
  return (await Promise.race([promise, later])) !== "later";
}

describe("sensors/kafka/publisher", () => {
  it("counts queued records and those in flight against its limit until they are recorded", async () => {
    const { publisher, release } = fixture(10);
    fill(publisher, 4);
    expect(publisher.room()).to.equal(6);
    release();
    await publisher.close();
    expect(publisher.room()).to.equal(10);
  });

  it("does not wait while there is room", async () => {
    const { publisher } = fixture(10);
    fill(publisher, 9);
    expect(await isSettled(publisher.untilRoom())).to.equal(true);
  });

  it("waits for room until there is some", async () => {
    const { publisher, release } = fixture(10);
    fill(publisher, 10);
    const untilRoom = publisher.untilRoom();
    expect(await isSettled(untilRoom)).to.equal(false);
    release();
    await untilRoom;
    expect(publisher.room()).to.be.at.least(1);
  });

  it("ends waiting for room when it is stopped", async () => {
    const { publisher, stop } = fixture(10);
    fill(publisher, 10);
    const untilRoom = publisher.untilRoom();
    stop.abort();
    await untilRoom;
    await publisher.untilRoom();
    expect(publisher.room()).to.equal(0);
  });

  it("sends each key to its partition, and opens only the lanes that it needs", async () => {
    const { cluster, publisher, release } = fixture(10, 5);
    release();
    for (const key of ["s-1", "s-3", "s-1"]) publisher.add({ key, value: key, timestamp: 0 });
    await publisher.close();
    const places = cluster.records().map(({ key, partition, offset }) => `${String(key)}@${partition}/${offset}`);
    expect(places).to.deep.equal(["s-1@1/0", "s-1@1/1", "s-3@3/0"]);
    expect(cluster.counts.opened).to.equal(2);
  });
});
