import { expect } from "chai";
import { add_host } from "../../../../src/modules/plays/add_host/add_host.ts";

describe("add_host", () => {
  it("tells the engine which host to add, and what else it gets", () => {
    expect(add_host.decide({ name: "web9", groups: ["web"], site: "north" })).to.deep.equal({
      changes: [],
      result: { add_host: { host_name: "web9", groups: ["web"], host_vars: { site: "north" } } },
      adds: { host: "web9", groups: ["web"], parents: [], variables: { site: "north" } },
    });
  });
});
