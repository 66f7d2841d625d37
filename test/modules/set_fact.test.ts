import { expect } from "chai";
import { set_fact } from "../../src/modules/set_fact.ts";

describe("set_fact", () => {
  it("sets each argument as a variable and changes nothing", () => {
    const facts = { name: "x", ports: [1, 2] };
    expect(set_fact.decide(facts)).to.deep.equal({ changes: [], result: { facts }, facts });
  });
});
