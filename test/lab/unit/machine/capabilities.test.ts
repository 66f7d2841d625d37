import { expect } from "chai";
import { capabilitiesIn, grantableOf } from "../../../../lab/machine/capabilities.ts";

describe("lab/machine/capabilities", () => {
  const status = "Name:\tnode\nCapEff:\t0000000000000000\nCapBnd:\t000001fffeffffff\nSeccomp:\t0\n";

  it("names the capabilities whose bits are set in the requested set", () => {
    const all = capabilitiesIn(status, "CapBnd");
    expect(all).to.have.length(40).and.include.members(["CHOWN", "SYS_ADMIN", "CHECKPOINT_RESTORE"]);
    expect(all).not.to.include("SYS_RESOURCE");
    expect(capabilitiesIn(status, "CapEff")).to.deep.equal([]);
  });

  it("never grants access to the machine's clock or kernel", () => {
    const granted = grantableOf(capabilitiesIn(status, "CapBnd"));
    expect(granted).to.include("SYS_ADMIN");
    for (const name of ["SYS_TIME", "SYS_MODULE", "SYS_RAWIO", "BPF"]) expect(granted).not.to.include(name);
  });
});
