import { expect } from "chai";
import { ping } from "../../../../src/modules/control/ping/ping.ts";
import { Target } from "../../lib/target.ts";

describe("modules/ping", () => {
  it("returns its text and changes nothing", async () => {
    const target = new Target();
    const { changes, result } = await target.run(ping, { data: "here" });
    expect({ changes, result }).to.deep.equal({ changes: [], result: { ping: "here" } });
    target.remove();
  });
});
