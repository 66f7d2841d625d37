import { expect } from "chai";
import { nonLoopbackSettings } from "../../../../lab/machine/resolv-conf.ts";

describe("the machine's resolver settings", () => {
  it("are passed on without servers that only this machine reaches", () => {
    const text = "# made by hand\nnameserver 127.0.0.53\nnameserver 10.0.0.2\nsearch corp.example\n";
    expect(nonLoopbackSettings(text)).to.equal("nameserver 10.0.0.2\nsearch corp.example");
  });

  it("are empty if they name no other server", () => {
    expect(nonLoopbackSettings("nameserver 127.0.0.53\noptions edns0\n")).to.equal("");
  });
});
