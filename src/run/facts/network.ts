import type { Value, ValueMap } from "../../model/value.ts";
import { fromDigits, fromRoute, ipv4Facts, toNumber } from "./addresses.ts";
import { linesOf, numberOrNull, textOrNull } from "./lines.ts";

interface Ipv4 {
  readonly interface: string;
  readonly address: string;
  readonly prefix: number;
}

interface Ipv6 {
  readonly interface: string;
  readonly address: string;
  readonly prefix: number;
  readonly scope: string;
}

interface Gateway {
  readonly interface: string;
  readonly gateway: string | null;
  readonly metric: number;
}

/** The facts of the network, from the output of network.sh. */
export function parseNetwork(stdout: string): ValueMap {
  const lines = linesOf(stdout);
  const rests = (kind: string) => lines.flatMap(([word, rest]) => (word === kind ? [rest] : []));
  const ipv4 = [...rests("ipv4").flatMap(fromIp), ...fromTrie(rests("trie"), rests("subnet"))];
  const ipv6 = rests("ipv6").flatMap(fromIfInet6);
  const properties = propertiesOf(lines);
  const names = [...new Set([...rests("interface"), ...properties.keys()])];
  const found = { ipv4, ipv6, properties };
  const interfaces = Object.fromEntries(names.map((name) => [name, interfaceFacts(name, found)]));
  return {
    interfaces,
    default_ipv4: defaultIpv4(rests("route4").flatMap(route4), found),
    default_ipv6: defaultIpv6(rests("route6").flatMap(route6), found),
    all_ipv4_addresses: ipv4.map(({ address }) => address).filter((address) => !address.startsWith("127.")),
    all_ipv6_addresses: ipv6.map(({ address }) => address).filter((address) => address !== "::1"),
    dns: dns(rests("resolver")),
  };
}

interface Found {
  readonly ipv4: readonly Ipv4[];
  readonly ipv6: readonly Ipv6[];
  readonly properties: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

const PROPERTIES: ReadonlySet<string> = new Set(["address", "mtu", "operstate", "type", "speed", "kind"]);

function propertiesOf(lines: ReturnType<typeof linesOf>): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const [word, rest] of lines) {
    const [name = "", value = ""] = rest.split(" ");
    if (!PROPERTIES.has(word)) continue;
    const own = found.get(name) ?? new Map<string, string>();
    found.set(name, own.set(word, value));
  }
  return found;
}

function interfaceFacts(name: string, { ipv4, ipv6, properties }: Found): ValueMap {
  const own = properties.get(name);
  const [first = null, ...others] = ipv4
    .filter((one) => one.interface === name)
    .map(({ address, prefix }) => ipv4Facts(address, prefix));
  const state = own?.get("operstate");
  const speed = numberOrNull(own?.get("speed"));
  return {
    macaddress: hardwareAddress(own?.get("address")),
    mtu: numberOrNull(own?.get("mtu")),
    active: state === undefined ? null : state === "up" || (state === "unknown" && first !== null),
    type: typeOf(own),
    speed_mbit: speed !== null && speed > 0 ? speed : null,
    ipv4: first,
    ipv4_secondaries: others,
    ipv6: ipv6
      .filter((one) => one.interface === name)
      .map(({ address, prefix, scope }) => ({ address, prefix, scope })),
  };
}

/** Loopback interfaces and tunnels have none, or only zeros. */
function hardwareAddress(address: string | undefined): string | null {
  return address === undefined || /^[0:]*$/.test(address) ? null : address;
}

function typeOf(own: ReadonlyMap<string, string> | undefined): string | null {
  const kind = own?.get("kind");
  if (kind !== undefined) return kind;
  const type = own?.get("type");
  if (type === undefined) return null;
  return type === "772" ? "loopback" : type === "1" ? "ether" : type === "32" ? "infiniband" : "unknown";
}

/** `eth0 10.0.0.2/24 brd …`, as `ip -o -4 addr` prints it. */
function fromIp(rest: string): Ipv4[] {
  const [, name = "", address = "", prefix] =
    /^(\S+) (\d+\.\d+\.\d+\.\d+)(?: peer \S*?)?(?:\/(\d+))?(?: |$)/.exec(rest) ?? [];
  return name === "" ? [] : [{ interface: name.replace(/@.*$/, ""), address, prefix: Number(prefix ?? 32) }];
}

/** Without `ip`: the addresses of /proc/net/fib_trie, and of the routes the one that an address belongs to. */
function fromTrie(trie: readonly string[], subnets: readonly string[]): Ipv4[] {
  const addresses = new Set<string>();
  let last = "";
  for (const line of trie) {
    last = /\|-- (\S+)/.exec(line)?.[1] ?? last;
    if (line.includes("/32 host LOCAL")) addresses.add(last);
  }
  const networks = subnets.flatMap(subnet);
  return [...addresses].flatMap((address) => {
    if (address.startsWith("127.")) return [{ interface: "lo", address, prefix: 8 }];
    const own = networks
      .filter(({ network, prefix }) => network === ipv4Facts(address, prefix)["network"])
      .sort((first, second) => second.prefix - first.prefix)[0];
    return own ? [{ interface: own.interface, address, prefix: own.prefix }] : [];
  });
}

/** A route without a gateway, as /proc/net/route has it: a network that an interface is in. */
function subnet(line: string) {
  const [name = "", destination = "", gateway, , , , , mask = ""] = line.split(/\s+/);
  if (gateway !== "00000000" || destination === "00000000") return [];
  const prefix = toNumber(fromRoute(mask)).toString(2).replaceAll("0", "").length;
  return [{ interface: name, network: fromRoute(destination), prefix }];
}

const SCOPES: Readonly<Record<string, string>> = { "00": "global", "10": "host", "20": "link", "40": "site" };

/** `00000000000000000000000000000001 01 80 10 80 lo`. */
function fromIfInet6(rest: string): Ipv6[] {
  const [digits = "", , prefix = "", scope = "", , name = ""] = rest.split(/\s+/);
  if (digits.length !== 32) return [];
  return [
    { interface: name, address: fromDigits(digits), prefix: parseInt(prefix, 16), scope: SCOPES[scope] ?? scope },
  ];
}

const UP = 1;
const REJECT = 0x200;

function route4(line: string): Gateway[] {
  const [name = "", , gateway = "", flags = "", , , metric = "", mask] = line.split(/\s+/);
  const bits = parseInt(flags, 16);
  if (mask !== "00000000" || (bits & UP) === 0 || (bits & REJECT) !== 0) return [];
  const address = fromRoute(gateway);
  return [{ interface: name, gateway: address === "0.0.0.0" ? null : address, metric: Number(metric) }];
}

function route6(line: string): Gateway[] {
  const [, , , , gateway = "", metric = "", , , flags = "", name = ""] = line.split(/\s+/);
  const bits = parseInt(flags, 16);
  if (name === "lo" || (bits & UP) === 0 || (bits & REJECT) !== 0) return [];
  return [
    { interface: name, gateway: /^0+$/.test(gateway) ? null : fromDigits(gateway), metric: parseInt(metric, 16) },
  ];
}

function nearestOf(gateways: readonly Gateway[]): Gateway | undefined {
  return [...gateways].sort((first, second) => first.metric - second.metric)[0];
}

/** The address from which the host reaches others; null without a default route, or if its interface has no address. */
function defaultIpv4(gateways: readonly Gateway[], { ipv4, properties }: Found): Value {
  const route = nearestOf(gateways);
  const own = ipv4.filter((one) => one.interface === route?.interface);
  const inNetwork = own.find(({ prefix, address }) => {
    const gateway = route?.gateway ?? null;
    return gateway !== null && ipv4Facts(gateway, prefix)["network"] === ipv4Facts(address, prefix)["network"];
  });
  const chosen = inNetwork ?? own[0];
  if (!route || !chosen) return null;
  return { ...ipv4Facts(chosen.address, chosen.prefix), ...linkOf(route, properties) };
}

function defaultIpv6(gateways: readonly Gateway[], { ipv6, properties }: Found): Value {
  const route = nearestOf(gateways);
  const own = ipv6.filter((one) => one.interface === route?.interface);
  const chosen = own.find(({ scope }) => scope === "global") ?? own[0];
  if (!route || !chosen) return null;
  const { address, prefix, scope } = chosen;
  return { address, prefix, scope, ...linkOf(route, properties) };
}

function linkOf({ interface: name, gateway }: Gateway, properties: Found["properties"]): ValueMap {
  const own = properties.get(name);
  return {
    interface: name,
    gateway,
    macaddress: hardwareAddress(own?.get("address")),
    mtu: numberOrNull(own?.get("mtu")),
    type: typeOf(own),
  };
}

/** What /etc/resolv.conf says. */
function dns(lines: readonly string[]): ValueMap {
  const words = lines.map((line) =>
    line
      .replace(/[#;].*$/, "")
      .trim()
      .split(/\s+/),
  );
  const after = (name: string) => words.flatMap(([first, ...rest]) => (first === name ? [rest] : []));
  return {
    nameservers: after("nameserver").flatMap(([address]) => address ?? []),
    search: after("search").at(-1) ?? after("domain").at(-1) ?? [],
    domain: textOrNull(after("domain").at(-1)?.[0]),
  };
}
