import { expect } from "chai";
import { meta } from "../../../src/modules/meta/meta.ts";

describe("meta", () => {
  it("leaves the action to the engine", () => {
    expect(meta.decide({ action: "end_host" })).to.deep.equal({ changes: [], result: { action: "end_host" } });
  });
});
