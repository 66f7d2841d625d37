import { expect } from "chai";
import { subsetOf } from "../../../src/language/facts/subsets.ts";

function sources(...names: readonly string[]): readonly string[] {
  return [...(subsetOf(names) ?? [])].sort();
}

describe("language/facts/subsets", () => {
  it("has what is named, and always the base", () => {
    expect(sources("network")).to.deep.equal(["base", "names", "network"]);
    expect(sources("min")).to.deep.equal(["base"]);
    expect(sources("!all", "date_time")).to.deep.equal(["base", "date_time"]);
    expect(sources("!all", "!min")).to.deep.equal(["base"]);
    expect(sources("hardware", "!mounts")).to.deep.equal(["base", "devices", "dmi", "hardware"]);
  });

  it("has all but what is left out if nothing else is named", () => {
    expect(sources("!hardware")).to.include.members(["network", "env", "local"]).and.not.include("mounts");
    expect(sources("all")).to.have.length(16);
  });

  it("is undefined without names", () => expect(subsetOf([])).to.equal(undefined));
});
