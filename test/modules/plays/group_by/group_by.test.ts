import { expect } from "chai";
import { group_by } from "../../../../src/modules/plays/group_by/group_by.ts";

describe("group_by", () => {
  it("replaces blanks in the names of groups", () => {
    const { result, adds } = group_by.decide({ key: "os red hat", parents: ["all linux"] });
    expect(result).to.deep.equal({ add_group: "os-red-hat", parent_groups: ["all-linux"] });
    expect(adds).to.deep.equal({ host: undefined, groups: ["os-red-hat"], parents: ["all-linux"], variables: {} });
  });

  it("has the parent `all` by default", () => {
    expect(group_by.decide({ key: "red" }).result).to.deep.equal({ add_group: "red", parent_groups: ["all"] });
  });
});
