import { expect } from "chai";
import { groupNameFault, hostNameFault } from "../../src/inventory/names.ts";
import { loadFiles, reported } from "../load/temporary-project.ts";

const AT = { file: "inventory.yaml", line: 1, col: 1 };
const GENERAL = "Use letters, digits, `.`, `_` and `-`";

describe("inventory/names", () => {
  for (const name of ["web1", "web-1.example.com", "_x", "1", "zürich", "192.0.2.1", "2001:db8::1"]) {
    it(`accepts the host ${name}`, () => {
      expect(hostNameFault(name, AT)).to.equal(undefined);
    });
  }

  const hosts: Readonly<Record<string, string>> = {
    "a;b": GENERAL,
    "a b": GENERAL,
    "a\nb": GENERAL,
    "a\u0007": GENERAL,
    "a\u202eb": GENERAL,
    "": GENERAL,
    "-x": GENERAL,
    "../x": GENERAL,
    "a/b": GENERAL,
    "!a": GENERAL,
    "a*": GENERAL,
    "$(id)": GENERAL,
    ["a".repeat(201)]: GENERAL,
    "a:b": GENERAL,
    "web1:2222": "Write `web1: { ssh_port: 2222 }`.",
    "me@web1": "Write `web1: { ssh_user: me }`.",
    "me@web1:22": "Write `web1: { ssh_user: me, ssh_port: 22 }`.",
  };
  for (const [name, hint] of Object.entries(hosts)) {
    it(`rejects the host ${JSON.stringify(name).slice(0, 20)}`, () => {
      expect(hostNameFault(name, AT)?.hint).to.include(hint);
    });
  }

  for (const name of ["web", "web-servers", "dc1.rack2", "_a"]) {
    it(`accepts the group ${name}`, () => {
      expect(groupNameFault(name, AT)).to.equal(undefined);
    });
  }

  const groups: Readonly<Record<string, string>> = {
    "web servers": "Write `web_servers`.",
    "a:b": "Write `a_b`.",
    "a,b": "Write `a_b`.",
    "-web": GENERAL,
    "!": GENERAL,
    "": GENERAL,
  };
  for (const [name, hint] of Object.entries(groups)) {
    it(`rejects the group ${JSON.stringify(name)}`, () => {
      expect(groupNameFault(name, AT)?.hint).to.include(hint);
    });
  }

  it("reports a bad name once per entry of the inventory", async () => {
    const inventory = "all:\n  hosts:\n    'a;[1:9]':\n    all:\n  children:\n    'x y':\n      hosts:\n        ok:\n";
    const outcome = await loadFiles({ "inventory.yaml": inventory, "site.yaml": "- hosts: ok\n" });
    expect(reported(outcome)).to.deep.equal([
      "inventory.yaml:3:5 inventory/bad-host-name",
      "inventory.yaml:4:5 inventory/host-and-group",
      "inventory.yaml:6:5 inventory/bad-group-name",
    ]);
  });
});
