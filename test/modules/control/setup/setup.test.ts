import { expect } from "chai";
import { SUBSET_NAMES } from "../../../../src/language/facts/subsets.ts";
import { SUBSETS } from "../../../../src/modules/control/setup/subsets.ts";
import { setup } from "../../../../src/modules/control/setup/setup.ts";

function shown(names: readonly string[], filter: readonly string[]): readonly string[] {
  const { gathers } = setup.decide({ gather_timeout: 10, filter });
  return names.filter((name) => gathers?.shows(name));
}

describe("setup", () => {
  it("takes the same names as the keyword gather_subset", () => {
    expect(SUBSETS).to.have.members([...SUBSET_NAMES]);
  });

  it("shows what one of its globs matches, and without any glob everything", () => {
    const names = ["mounts", "user", "user_uid", "os"];
    expect(shown(names, ["user_*", "mount?"])).to.deep.equal(["mounts", "user_uid"]);
    expect(shown(names, [])).to.deep.equal(names);
  });
});
