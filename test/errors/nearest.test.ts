import { expect } from "chai";
import { nearNames, nearest } from "../../src/errors/nearest.ts";

describe("errors/nearest", () => {
  it("finds the most similar name", () => {
    expect(nearest("pasword", ["passport", "password"])).to.equal("password");
    expect(nearest("x", ["password"])).to.be.undefined;
  });

  it("finds at most three names that contain a text or are similar to it, each once", () => {
    const names = ["Install nginx", "Start nginx", "Install nginx", "Stop nginx", "Remove nginx", "Install ngin"];
    expect(nearNames("nginx", names)).to.deep.equal(["Install nginx", "Start nginx", "Stop nginx"]);
    expect(nearNames("install ngnix", names)).to.deep.equal(["Install nginx", "Install ngin"]);
    expect(nearNames("in", names)).to.deep.equal([]);
  });
});
