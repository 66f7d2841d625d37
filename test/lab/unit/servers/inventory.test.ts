import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { addressesOf, hostNamed } from "../../../../lab/servers/host.ts";
import { inventoryText, withAddresses } from "../../../../lab/servers/inventory.ts";
import { ROOT, settingsFrom } from "../../../../lab/settings.ts";

describe("lab/servers/inventory", () => {
  const settings = settingsFrom({ PROVISION_LAB_CACHE: "/cache" });
  const written = (...names: string[]): unknown =>
    parse(
      inventoryText({
        hosts: names.map((name) => hostNamed(settings, name)),
        privateKeyFile: "/cache/run/id_ed25519",
        knownHostsFile: "/cache/run/known_hosts",
        mirror: "http://172.30.0.1:5000",
        siteVars: { kafka_heap: "256m" },
      }),
    );

  it("makes the first host main and the others workers", () => {
    expect(written("server1", "server2", "server3"))
      .to.have.nested.property("all.children")
      .deep.equal({
        main: { hosts: { server1: { address: "172.30.0.11", kafka_node_id: 1 } } },
        worker: {
          hosts: {
            server2: { address: "172.30.0.12", kafka_node_id: 2 },
            server3: { address: "172.30.0.13", kafka_node_id: 3 },
          },
        },
      });
  });

  it("keeps the group worker if there are no workers", () => {
    expect(written("server1")).to.have.nested.property("all.children.worker").deep.equal({ hosts: {} });
  });

  it("contains the hosts' connection settings and the site's variables", () => {
    expect(written("server1"))
      .to.have.nested.property("all.vars")
      .deep.equal({
        ssh_user: "deploy",
        ssh_private_key_file: "/cache/run/id_ed25519",
        ssh_known_hosts_file: "/cache/run/known_hosts",
        become: true,
        registry_mirrors: ["http://172.30.0.1:5000"],
        kafka_heap: "256m",
      });
  });

  it("puts the addresses into the project's inventory, so that the printed command needs no .env", () => {
    const site = readFileSync(join(ROOT, "inventory.yaml"), "utf8");
    const text = withAddresses(site, addressesOf(settings));
    expect(text).not.to.contain("{{");
    expect(parse(text)).to.have.nested.property("all.children.main.hosts.server1.address", "172.30.0.11");
    expect(parse(text)).to.have.nested.property("all.children.worker.hosts.server2.address", "172.30.0.12");
  });
});
