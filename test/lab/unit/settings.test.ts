import { expect } from "chai";
import { hostNamed } from "../../../lab/servers/host.ts";
import { LabError } from "../../../lab/lab-error.ts";
import { settingsFrom } from "../../../lab/settings.ts";

describe("lab/settings", () => {
  it("takes the cache's folder from its variable, or else puts it with the user's other caches", () => {
    expect(settingsFrom({ PROVISION_LAB_CACHE: "/a", XDG_CACHE_HOME: "/x", HOME: "/h" }).cache).to.equal("/a");
    expect(settingsFrom({ XDG_CACHE_HOME: "/x", HOME: "/h" }).cache).to.equal("/x/provision-lab");
    expect(settingsFrom({ HOME: "/h" }).cache).to.equal("/h/.cache/provision-lab");
  });

  it("rejects an invalid network and an invalid port", () => {
    for (const env of [{ PROVISION_LAB_PREFIX: "10.0" }, { PROVISION_LAB_PREFIX: "10.0.999" }]) {
      expect(() => settingsFrom(env)).to.throw(LabError, "PROVISION_LAB_PREFIX");
    }
    expect(() => settingsFrom({ PROVISION_LAB_REGISTRY_PORT: "http" })).to.throw(
      LabError,
      "PROVISION_LAB_REGISTRY_PORT",
    );
  });

  it("derives a server's address from its name", () => {
    const settings = settingsFrom({ PROVISION_LAB_PREFIX: "10.9.8" });
    expect(hostNamed(settings, "server2")).to.deep.equal({
      name: "server2",
      address: "10.9.8.12",
      container: "provision-lab-server2",
    });
    expect(() => hostNamed(settings, "server10")).to.throw(LabError, "server10");
  });
});
