import { expect } from "chai";
import { parseNetwork } from "../../../src/run/facts/network.ts";

const LINKS = `interface lo
interface eth0
address eth0 52:54:00:12:34:56
mtu eth0 1500
operstate eth0 up
type eth0 1
speed eth0 1000
address lo 00:00:00:00:00:00
mtu lo 65536
operstate lo unknown
type lo 772
`;
const ROUTES = `route4 eth0\t00000000\t0100000A\t0003\t0\t0\t100\t00000000\t0\t0\t0
route4 eth1\t00000000\t01000A0A\t0003\t0\t0\t200\t00000000\t0\t0\t0
`;
const ETH0 = {
  ...{ address: "10.0.0.5", prefix: 24, netmask: "255.255.255.0", network: "10.0.0.0", broadcast: "10.0.0.255" },
};
const LINK = { macaddress: "52:54:00:12:34:56", mtu: 1500, type: "ether" };

describe("run/facts/network", () => {
  it("has the address of the default route with the lowest metric", () => {
    const addresses = "ipv4 lo 127.0.0.1/8 scope host lo\nipv4 eth0 192.168.9.9/24 scope global eth0\n";
    const facts = parseNetwork(`${LINKS}${addresses}ipv4 eth0 10.0.0.5/24 brd 10.0.0.255 scope global eth0\n${ROUTES}`);
    expect(facts["default_ipv4"]).to.deep.equal({ ...ETH0, interface: "eth0", gateway: "10.0.0.1", ...LINK });
    expect(facts["all_ipv4_addresses"]).to.deep.equal(["192.168.9.9", "10.0.0.5"]);
  });

  it("reads the addresses from the routes if there is no ip command", () => {
    const trie = `trie +-- 0.0.0.0/0 3 0 5
trie |-- 10.0.0.5
trie /32 host LOCAL
trie |-- 127.0.0.1
trie /32 host LOCAL
trie |-- 10.0.0.255
trie /32 link BROADCAST
`;
    const subnet = "subnet eth0\t0000000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n";
    const facts = parseNetwork(`${LINKS}${trie}${subnet}${ROUTES}`);
    expect(facts["default_ipv4"]).to.deep.equal({ ...ETH0, interface: "eth0", gateway: "10.0.0.1", ...LINK });
    expect(facts["interfaces"]).to.have.nested.property("lo.ipv4.prefix", 8);
  });

  it("has the addresses, the type and the state of every interface", () => {
    const facts = parseNetwork(`${LINKS}ipv4 eth0 10.0.0.5/24 scope global eth0
ipv4 eth0 10.0.0.6/32 scope global eth0
ipv6 fe800000000000005054000000123456 02 40 20 80 eth0
kind br0 bridge
`);
    expect(facts["interfaces"]).to.deep.include({
      eth0: {
        ...LINK,
        active: true,
        speed_mbit: 1000,
        ipv4: ETH0,
        ipv4_secondaries: [
          { address: "10.0.0.6", prefix: 32, netmask: "255.255.255.255", network: "10.0.0.6", broadcast: null },
        ],
        ipv6: [{ address: "fe80::5054:0:12:3456", prefix: 64, scope: "link" }],
      },
      br0: {
        ...{ macaddress: null, mtu: null, active: null, type: "bridge", speed_mbit: null },
        ...{ ipv4: null, ipv4_secondaries: [], ipv6: [] },
      },
    });
  });

  it("has the global address of the default route of IPv6", () => {
    const zeros = "0".repeat(32);
    const gateway = `fe80${"0".repeat(27)}1`;
    const facts = parseNetwork(`${LINKS}ipv6 ${gateway} 02 40 20 80 eth0
ipv6 20010db8000000000000000000000005 02 40 00 80 eth0
ipv6 00000000000000000000000000000001 01 80 10 80 lo
route6 ${zeros} 00 ${zeros} 00 ${zeros} ffffffff 00000001 00000000 00200200 lo
route6 ${zeros} 00 ${zeros} 00 ${gateway} 00000400 00000001 00000000 00000003 eth0
`);
    const own = { address: "2001:db8::5", prefix: 64, scope: "global", interface: "eth0", gateway: "fe80::1" };
    expect(facts["default_ipv6"]).to.deep.equal({ ...own, ...LINK });
    expect(facts["all_ipv6_addresses"]).to.deep.equal(["fe80::1", "2001:db8::5"]);
  });

  it("knows nothing of a host that says nothing", () => {
    expect(parseNetwork("")).to.deep.equal({
      ...{ interfaces: {}, default_ipv4: null, default_ipv6: null, all_ipv4_addresses: [], all_ipv6_addresses: [] },
      dns: { nameservers: [], search: [], domain: null },
    });
  });

  it("reads resolv.conf", () => {
    const text = "resolver # by hand\nresolver nameserver 10.0.0.1\nresolver search a.org b.org # two\n";
    const dns = { nameservers: ["10.0.0.1"], search: ["a.org", "b.org"], domain: null };
    expect(parseNetwork(text)["dns"]).to.deep.equal(dns);
  });
});
