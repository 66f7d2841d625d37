import { expect } from "chai";
import { unreadFactHint } from "../../../src/language/facts/unread.ts";

describe("language/facts/unread", () => {
  it("names the play's keyword if no fact was read", () => {
    expect(unreadFactHint("facts", "")).to.include("`gather_facts: false`");
  });

  it("names the other host's play", () => {
    expect(unreadFactHint("facts", "hostvars.db.facts.os")).to.include("of that host");
    expect(unreadFactHint("facts", 'hostvars["db"].facts.os')).to.include("of that host");
  });

  for (const [field, path] of [
    ["mounts", "facts.mounts"],
    ["mounts", "hostvars.db.facts.mounts.0.mount"],
    ["mounts", 'facts["mounts"][0]'],
    ["mounts", "hostvars[inventory_hostname].facts.mounts"],
  ] as const) {
    it(`names the subset that lacks ${path}`, () => {
      expect(unreadFactHint(field, path)).to.include("`gather_subset` must contain mounts");
    });
  }

  it("names the module that reads a fact", () => {
    expect(unreadFactHint("packages", "facts.packages.nginx")).to.include("`package_facts`");
    expect(unreadFactHint("getent_group", "facts.getent_group.docker")).to.include("`getent`");
  });

  it("says nothing of other fields", () => {
    for (const [field, path] of [
      ["nginx", "facts.packages.nginx"],
      ["facts", "result.facts"],
      ["mounts", "result.mounts"],
      ["mounts", "result.facts.mounts"],
      ["mounts", "artefacts.mounts"],
      ["sizes", "facts.sizes"],
    ] as const)
      expect(unreadFactHint(field, path), path).to.equal(undefined);
  });
});
