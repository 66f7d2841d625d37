import { expect } from "chai";
import { load, loadFiles, reported, withProject } from "../load/temporary-project.ts";

type Files = Readonly<Record<string, string>>;

const SITE = { "site.yaml": "- hosts: all\n" };
const INVENTORY = "all: { hosts: { server1: { ansible_connection: local } } }\n";

describe("inventory/load-inventory", () => {
  const byDefault = (files: Files) =>
    withProject({ ...SITE, ...files }, async (root) => {
      const outcome = await load(root, { inventories: [] });
      return outcome.ok ? outcome.value.hosts.map(({ name }) => name) : reported(outcome);
    });

  for (const file of ["inventory.yaml", "inventory.yml"]) {
    it(`reads ${file} by default`, async () => {
      expect(await byDefault({ [file]: INVENTORY })).to.deep.equal(["server1"]);
    });
  }

  it("rejects two default inventories", async () => {
    const both = { "inventory.yaml": INVENTORY, "inventory.yml": INVENTORY };
    expect(await byDefault(both)).to.deep.equal(["inventory.yml:1:1 load/two-files"]);
  });

  it("reports that the default inventory is missing", async () => {
    expect(await byDefault({})).to.deep.equal(["inventory/missing-file"]);
  });

  it("rejects a program with the name of a file of YAML", async () => {
    const outcome = await loadFiles({ ...SITE, "inventory.yaml": "#!/usr/bin/env python3\nprint({})\n" });
    expect(outcome.ok ? "" : outcome.faults[0].message).to.equal(
      "The inventory inventory.yaml is a program, but its name is that of data.",
    );
  });
});
