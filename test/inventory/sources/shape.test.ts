import { expect } from "chai";
import { loadFiles } from "../../load/temporary-project.ts";

/** The faults of an inventory, each as `line:col hint`. */
async function hints(inventory: string): Promise<string[]> {
  const outcome = await loadFiles({ "inventory.yaml": inventory, "site.yaml": "- hosts: all\n" });
  return outcome.ok ? [] : outcome.faults.map(({ origin, hint }) => `${origin?.line ?? 0}:${origin?.col ?? 0} ${hint}`);
}

describe("inventory/sources/shape", () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    "all:\n  hosts: [a, b]\n": ["2:10 Write `hosts: { a: {}, b: {} }`."],
    "all:\n  hosts:\n    - a: { x: 1 }\n": ["3:5 Write `hosts: { a: { … } }`."],
    "all:\n  hosts: a b\n": ["2:10 Write `hosts: { a: {}, b: {} }`."],
    "all:\n  children: [web, db]\n": ["2:13 Write `children: { web: {}, db: {} }`."],
    "web: [a]\n": ["1:6 Write `web: { hosts: { a: {} } }`."],
    "web: server1\n": ["1:6 Write `web: { hosts: { server1: {} } }`."],
    "all:\n  children:\n    web: [a]\n": ["3:10 Write `web: { hosts: { a: {} } }`."],
    "all:\n  hosts:\n    a: 192.0.2.1\n": ["3:8 Write `a: { address: 192.0.2.1 }`."],
    "hosts:\n  a:\n  b:\n": ["1:1 Indent it below a group: `all: { hosts: … }`."],
    "all:\n  hosts:\n    a:\nvars:\n  x: 1\n": ["4:1 Indent it below a group: `all: { vars: … }`."],
    "all:\n  host:\n    a:\n": ["2:3 Did you mean `hosts`?"],
    "all:\n  hosts:\n    a: [1, 2]\n": ["3:8 Write each key on its own line, with a colon and its value."],
    "all:\n  vars: [1]\n": ["2:9 Write each key on its own line, with a colon and its value."],
  };
  for (const [inventory, expected] of Object.entries(cases)) {
    it(`says what to write for ${JSON.stringify(inventory)}`, async () => {
      expect(await hints(inventory)).to.deep.equal(expected);
    });
  }

  it("takes a group without any key of a group for a host", async () => {
    const [first, ...others] = await hints("all:\n  children:\n    web1:\n      address: 192.0.2.1\n      x: 1\n");
    expect(first).to.include("3:5 If web1 is a host, write it under `hosts`: `all: { hosts: { web1: … } }`.");
    expect(others).to.deep.equal([]);
  });

  it("accepts groups that are called hosts and vars", async () => {
    expect(await hints("hosts: { hosts: { a: } }\nvars: { children: { hosts: } }\n")).to.deep.equal([]);
  });
});
