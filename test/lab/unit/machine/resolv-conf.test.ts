import { expect } from "chai";
import { nonLoopbackSettings } from "../../../../lab/machine/resolv-conf.ts";

describe("lab/machine/resolv-conf", () => {
  it("passes on the settings without name servers that only this machine can reach", () => {
    const text = "# made by hand\nnameserver 127.0.0.53\nnameserver 10.0.0.2\nsearch corp.example\n";
    expect(nonLoopbackSettings(text)).to.equal("nameserver 10.0.0.2\nsearch corp.example");
  });

  it("returns an empty string if no other name server remains", () => {
    expect(nonLoopbackSettings("nameserver 127.0.0.53\noptions edns0\n")).to.equal("");
  });
});
