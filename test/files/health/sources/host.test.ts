import { expect } from "chai";
import { busyShare, hostSource, memoryIn, ticksIn } from "../../../../files/health/sources/host.ts";

describe("files/health/sources/host", () => {
  it("counts idle time and waiting for disks as idle, and guests once", () => {
    expect(ticksIn("cpu  10 1 5 100 20 2 3 4 7 1\ncpu0 1 1 1\n")).to.deep.equal({ idle: 120, total: 145 });
  });

  it("measures the share between two readings", () => {
    expect(busyShare({ idle: 100, total: 200 }, { idle: 130, total: 240 })).to.equal(0.25);
    expect(busyShare({ idle: 100, total: 200 }, { idle: 100, total: 200 })).to.equal(undefined);
  });

  it("counts memory that can be reclaimed as available", () => {
    expect(memoryIn("MemTotal:        1000 kB\nMemFree: 10 kB\nMemAvailable:    250 kB\n")).to.deep.equal([
      { metric: "memory_used", label: "", value: 0.75 },
      { metric: "memory_available", label: "", value: 256_000 },
    ]);
  });

  it("has no share of the processors before the second reading", async () => {
    const names = (await hostSource({ here: "." })()).map(({ metric, label }) => `${metric} ${label}`.trim());
    expect(names).to.have.members(["load", "memory_used", "memory_available", "disk_used here", "disk_free here"]);
  });
});
