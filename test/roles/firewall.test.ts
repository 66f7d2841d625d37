import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect } from "chai";
import { tryRole } from "./site-role.ts";

const NFT = ["/usr/sbin/nft", "/sbin/nft"].find((file) => existsSync(file));
const RULES = [{ template: { src: "rules.nft", dest: "{{ out }}/rules.nft" } }];
/** What the role's own task would register on a server on which these addresses are remembered. */
const remembered = (...addresses: string[]) => [
  { command: { argv: ["printf", "%s\\n", ...addresses] }, register: "firewall_remembered", check_mode: false },
];

describe("roles/firewall", function () {
  this.timeout(10_000);

  /** The rules that a server gets with these variables. */
  async function rules(vars: Readonly<Record<string, unknown>>, addresses: readonly string[] = []): Promise<string> {
    const { exit, output, changes } = await tryRole({
      role: "firewall",
      tasks: [...remembered(...addresses), ...RULES],
      vars,
      address: "192.0.2.1",
    });
    expect(exit, output).to.equal(0);
    return (changes.at(-1)?.after as { readonly text: string }).text;
  }

  const elements = (text: string, set: string): string[] =>
    (new RegExp(`set ${set} \\{[^}]*elements = \\{ ([^}]*) \\}`).exec(text)?.[1] ?? "").split(", ").filter(Boolean);

  it("lets the servers in, and the networks that are allowed", async () => {
    const text = await rules({ allowed_networks: ["192.0.2.0/24", "2001:db8::/32"] }, ["198.51.100.7"]);
    expect(elements(text, "allowed")).to.have.members(["192.0.2.1", "192.0.2.1", "192.0.2.0/24"]);
    expect(elements(text, "allowed6")).to.deep.equal(["2001:db8::/32"]);
  });

  it("lets in from where provision has connected, unless networks are set", async () => {
    expect(elements(await rules({}, ["198.51.100.7", "2001:db8::7"]), "allowed")).to.include("198.51.100.7");
    expect(elements(await rules({}, ["198.51.100.7", "2001:db8::7"]), "allowed6")).to.deep.equal(["2001:db8::7"]);
    const alone = await rules({ allowed_networks: [] }, ["198.51.100.7"]);
    expect(elements(alone, "allowed")).not.to.include("198.51.100.7");
  });

  it("drops only the ports that roles declare, and not those that are on loopback", async () => {
    const ports = elements(await rules({ kafka_port: 19_092 }), "ports");
    expect(ports).to.include.members(["19092", "8081", "8808", "3003", "9000", "2181"]);
    expect(ports).not.to.include("9092");
    expect(ports).not.to.include("22");
    expect(ports).not.to.include("5432");
  });

  it("is what nftables accepts, with and without addresses of each version", async function () {
    if (NFT === undefined) return this.skip();
    for (const allowed_networks of [[], ["192.0.2.0/24", "192.0.2.7"], ["2001:db8::/32"]]) {
      const input = await rules({ allowed_networks });
      const { status, stderr } = spawnSync(NFT, ["--check", "--file", "-"], { input, encoding: "utf8" });
      expect(status, stderr).to.equal(0);
    }
    return undefined;
  });

  it("rejects what is no address, when the project is loaded", async () => {
    for (const network of ["example.org", "10.0.0.0/", "1.2.3.4 }"]) {
      const { exit, output } = await tryRole({ role: "firewall", vars: { allowed_networks: [network] } });
      expect(exit, network).to.equal(2);
      expect(output).to.include("an address or a network");
    }
  });

  it("needs the servers' addresses", async () => {
    const { faults } = await tryRole({ role: "preflight", address: "server1.example.org" });
    expect(faults.join()).to.include("The firewall needs the servers' addresses").and.include("service_address");
  });
});
