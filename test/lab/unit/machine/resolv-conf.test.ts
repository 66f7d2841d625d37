import { expect } from "chai";
import { usableElsewhere } from "../../../../lab/machine/resolv-conf.ts";

describe("the machine's resolver settings", () => {
  it("are handed on without servers that only this machine reaches", () => {
    const text = "# made by hand\nnameserver 127.0.0.53\nnameserver 10.0.0.2\nsearch corp.example\n";
    expect(usableElsewhere(text)).to.equal("nameserver 10.0.0.2\nsearch corp.example");
  });

  it("are of no use where no other server is named", () => {
    expect(usableElsewhere("nameserver 127.0.0.53\noptions edns0\n")).to.equal("");
  });
});
