import { expect } from "chai";
import { connectCluster } from "../../../../files/sensors/kafka/kafka.ts";

describe("sensors/kafka/kafka", () => {
  it("chooses the partition that Kafka's Java producer chooses", () => {
    // These values are from Kafka's own test of its hash.
    const hashes = { "21": -973932308, foobar: -790332482, "a-little-bit-long-string": -985981536, abc: 479470107 };
    const partitionOf = connectCluster(["localhost:9092"], "raw_sensors").partitioner(10_007);
    for (const [key, hash] of Object.entries(hashes)) {
      expect(partitionOf(key), key).to.equal((hash & 0x7fffffff) % 10_007);
    }
  });

  it("fails the attempt if no broker answers", async () => {
    const link = connectCluster(["127.0.0.1:1"], "raw_sensors").openLink(0);
    const failure = await link.send([{ key: "k", value: "v", timestamp: 0 }]).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    await link.close();
  });
});
