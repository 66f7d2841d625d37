import { expect } from "chai";
import fc from "fast-check";
import { buildInventory } from "../../../src/inventory/build.ts";
import { addImplicitGroups, emptyDraft, groupNamed, hostNamed } from "../../../src/inventory/draft.ts";
import type { Addition } from "../../../src/inventory/growth/addition.ts";
import { Growth } from "../../../src/inventory/growth/growth.ts";
import type { Inventory } from "../../../src/inventory/inventory.ts";
import { joinGroups } from "../../../src/inventory/growth/join.ts";

const AT = { file: "site.yaml", line: 1, col: 1 };
const NAMES = ["one", "two", "three", "four"];

/** Four hosts, of which the last is ungrouped; `above` has the groups `left` and `right`. */
function written(): Inventory {
  const draft = emptyDraft();
  for (const host of NAMES) hostNamed(draft, host, AT);
  groupNamed(draft, "left", AT).hosts.add("one").add("three");
  groupNamed(draft, "right", AT).hosts.add("two");
  groupNamed(draft, "above", AT).children.set("right", AT).set("left", AT);
  addImplicitGroups(draft);
  return buildInventory(draft, { name: "environment", variables: new Map() }).inventory;
}

/** What can be seen of an inventory. */
const seen = ({ hosts, groups }: Inventory) => ({ hosts: [...hosts.values()], groups: [...groups.values()] });

const added = (host: string, groups: readonly string[], parents: readonly string[] = []): Addition => {
  return { host, groups, parents, origin: AT, layer: undefined };
};

describe("inventory/growth: hosts that join groups", () => {
  it("gives the same inventory as building all of it anew", () => {
    const some = (names: readonly string[]) => fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 });
    const additions = fc.record({
      host: fc.constantFrom(...NAMES, "new"),
      groups: some(["left", "right", "above", "fresh", "all"]),
      parents: some(["above", "all", "top"]),
    });
    fc.assert(
      fc.property(fc.array(additions, { maxLength: 6 }), (all) => {
        const growth = new Growth(written());
        for (const { host, groups, parents } of all) growth.add(added(host, groups, parents), () => []);
        const grown = seen(growth.inventory);
        growth.replace(written());
        expect(grown).to.deep.equal(seen(growth.inventory));
      }),
      { numRuns: 200 },
    );
  });

  it("adds a host to a group that is there, and takes it out of those without a group", () => {
    const joined = joinGroups(written(), added("four", ["left"]));
    expect(joined?.groups.get("left")?.hosts).to.deep.equal(["one", "three", "four"]);
    expect(joined?.groups.get("above")?.hosts).to.deep.equal(["two", "one", "three", "four"]);
    expect(joined?.groups.get("ungrouped")?.hosts).to.deep.equal([]);
    expect(joined?.hosts.get("four")?.groups).to.deep.equal(["all", "above", "left"]);
  });

  it("leaves new hosts, groups and links to the whole", () => {
    expect(joinGroups(written(), added("new", ["left"]))).to.equal(undefined);
    expect(joinGroups(written(), added("one", ["fresh"]))).to.equal(undefined);
    expect(joinGroups(written(), added("one", ["left"], ["right"]))).to.equal(undefined);
    expect(joinGroups(written(), added("one", ["right"], ["above"]))).not.to.equal(undefined);
  });
});
