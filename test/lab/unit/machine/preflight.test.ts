import { expect } from "chai";
import type { MachineFacts } from "../../../../lab/machine/facts.ts";
import { faultsOf } from "../../../../lab/machine/preflight.ts";

describe("lab/machine/preflight", () => {
  const suitable: MachineFacts = {
    platform: "linux",
    arch: "x64",
    freeMemoryMiB: 8000,
    freeDiskMiB: 20_000,
    addresses: ["127.0.0.1", "192.168.7.5"],
  };
  const demand = { memoryMiB: 4000, diskMiB: 6000, prefix: "172.30.0" };

  it("finds nothing on a suitable machine", () => {
    expect(faultsOf(suitable, demand)).to.deep.equal([]);
  });

  it("reports only the system if it is not Linux on x86-64", () => {
    const faults = faultsOf({ ...suitable, platform: "darwin", arch: "arm64", freeMemoryMiB: 0 }, demand);
    expect(faults).to.have.length(1);
    expect(faults[0]).to.contain("darwin on arm64");
  });

  it("reports all shortages at once, with figures", () => {
    const faults = faultsOf({ ...suitable, freeMemoryMiB: 900, freeDiskMiB: 100 }, demand);
    expect(faults).to.have.length(2);
    expect(faults[0]).to.contain("4000 MiB").and.contain("900 MiB");
    expect(faults[1]).to.contain("PROVISION_LAB_CACHE");
  });

  it("reports a network that is in use, but not one with a similar prefix", () => {
    expect(faultsOf({ ...suitable, addresses: ["172.30.0.1"] }, demand)[0]).to.contain("172.30.0.0/24");
    expect(faultsOf({ ...suitable, addresses: ["172.30.01.1", "172.30.1.1"] }, demand)).to.deep.equal([]);
    expect(faultsOf({ ...suitable, addresses: ["172.30.0.1"] }, { ...demand, prefix: undefined })).to.deep.equal([]);
  });
});
