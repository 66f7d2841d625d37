import { expect } from "chai";
import type { Value } from "../../../src/model/value.ts";
import { parseBase } from "../../../src/run/facts/base.ts";

const ASKED = { from: 1_000_000, to: 1_000_200 };

function facts(stdout: string, asked = ASKED): Value {
  return parseBase({ stdout, stderr: "", exit: 0 }, asked);
}

describe("run/facts/base", () => {
  it("compares the host's clock with the controller's at the middle of the round trip", () => {
    expect(facts("clock 1000 1000100\n")).to.include({ clock_offset_ms: 0, clock_error_ms: 100 });
    expect(facts("clock 1005 1005100\n")).to.include({ clock_offset_ms: 5000, clock_error_ms: 100 });
    expect(facts("clock 997 997100\n")).to.include({ clock_offset_ms: -3000 });
    expect(facts("clock 1000 1000050\n", { from: 1_000_000, to: 1_000_000 })).to.include({ clock_error_ms: 0 });
  });

  it("accepts a clock that only counts whole seconds", () => {
    expect(facts("clock 1000 10003N\n")).to.include({ clock_offset_ms: 400, clock_error_ms: 600 });
    expect(facts("clock 1000 %3N\n")).to.include({ clock_offset_ms: 400, clock_error_ms: 600 });
  });

  it("omits the clock offset if the host prints no time", () => {
    expect(facts("clock  \n")).to.not.have.any.keys("clock_offset_ms", "clock_error_ms");
    expect(facts("hostname a\n")).to.not.have.any.keys("clock_offset_ms", "clock_error_ms");
  });

  it("reports the smaller of the machine's memory and its control group's", () => {
    expect(facts("memory_kib 4194304\n")).to.include({ memory_mib: 4096 });
    expect(facts("memory_kib 4194304\nmemory_limit_bytes 1073741824\n")).to.include({ memory_mib: 1024 });
    expect(facts("memory_kib 4194304\nmemory_limit_bytes max\n")).to.include({ memory_mib: 4096 });
    expect(facts("memory_kib 4194304\nmemory_limit_bytes 9223372036854771712\n")).to.include({ memory_mib: 4096 });
  });

  it("has the address from which the connection comes, and no other text", () => {
    expect(facts("client_address 192.0.2.7\n")).to.include({ client_address: "192.0.2.7" });
    expect(facts("client_address fe80::1\n")).to.include({ client_address: "fe80::1" });
    for (const text of ["", "0/0", "192.0.2.7, 0.0.0.0/0", "}"]) {
      expect(facts(`client_address ${text}\n`), text).to.include({ client_address: "" });
    }
  });
});
