import { expect } from "chai";
import { include_vars } from "../../../src/modules/include_vars/include_vars.ts";

describe("include_vars", () => {
  it("leaves reading to the engine", () => {
    expect(include_vars.decide({ file: "a.yaml", depth: 0 })).to.deep.equal({ changes: [], result: {} });
  });
});
