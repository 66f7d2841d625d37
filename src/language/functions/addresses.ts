import { integerOf, type Value } from "../../model/value.ts";
import { Misuse } from "../helper-arguments.ts";
import { define, type LanguageFunction } from "./define.ts";
import { BITS, addressText, parseAddress, type Written } from "./ip.ts";
import { choice, number, optional, text, type Parameter } from "./parameters.ts";

const FAMILIES = ["ipv4", "ipv6"] as const;

/** Functions of IP addresses and networks, of both versions. */
export const ADDRESSES: readonly LanguageFunction[] = [
  define({
    name: "is_ip",
    summary:
      "Returns whether a string is an IP address, with or without a prefix length (/24); of a version: ipv4 or ipv6.",
    parameters: [text("value"), optional(choice("version", FAMILIES))],
    result: "boolean",
    examples: [
      { args: ["10.0.0.1"], result: true },
      { args: ["fe80::1", "ipv4"], result: false },
    ],
    run: (value, version) => {
      const written = parseAddress(value);
      return written !== undefined && (version === undefined || `ipv${written.version}` === version);
    },
  }),
  define({
    name: "ip_version",
    summary: "Returns the version of an IP address: 4 or 6.",
    parameters: [address("address")],
    result: "number",
    examples: [{ args: ["2001:db8::1"], result: 6 }],
    run: ({ version }) => version,
  }),
  define({
    name: "ip_address",
    summary: "Returns the address without the prefix length, in its shortest form.",
    parameters: [address("address")],
    result: "string",
    examples: [
      { args: ["10.0.0.7/24"], result: "10.0.0.7" },
      { args: ["2001:0db8:0::1"], result: "2001:db8::1" },
    ],
    run: ({ version, number: ip }) => addressText(version, ip),
  }),
  define({
    name: "ip_network",
    summary: "Returns the network of an address with a prefix length, or with a netmask in the second argument.",
    parameters: [address("address"), optional(text("netmask"))],
    result: "string",
    examples: [
      { args: ["10.1.2.3/16"], result: "10.1.0.0/16" },
      { args: ["10.1.2.3", "255.255.255.0"], result: "10.1.2.0/24" },
    ],
    run: (written, netmask) => {
      const prefix = netmask === undefined ? prefixOf(written) : prefixOfMask(netmask, written);
      return `${addressText(written.version, networkNumber(written, prefix))}/${prefix}`;
    },
  }),
  define({
    name: "ip_netmask",
    summary: "Returns the netmask of an address with a prefix length.",
    parameters: [address("address")],
    result: "string",
    examples: [{ args: ["10.1.2.3/20"], result: "255.255.240.0" }],
    run: (written) => addressText(written.version, allOnes(written) - sizeOfNetwork(written, prefixOf(written)) + 1n),
  }),
  define({
    name: "ip_prefix",
    summary: "Returns the prefix length of an address or network, or the one that a netmask means.",
    parameters: [address("address")],
    result: "number",
    examples: [
      { args: ["10.1.2.0/24"], result: 24 },
      { args: ["255.255.255.0"], result: 24 },
    ],
    run: (written) => written.prefix ?? maskPrefix(written, 0),
  }),
  define({
    name: "ip_broadcast",
    summary: "Returns the broadcast address of an IPv4 address with a prefix length.",
    parameters: [address("address")],
    result: "string",
    examples: [{ args: ["10.1.2.3/24"], result: "10.1.2.255" }],
    run: (written) => {
      if (written.version !== 4) throw new Misuse("needs an IPv4 address here: IPv6 has no broadcast", 0);
      const prefix = prefixOf(written);
      return addressText(4, networkNumber(written, prefix) + sizeOfNetwork(written, prefix) - 1n);
    },
  }),
  define({
    name: "ip_nth",
    summary:
      "Returns the address at a position of a network: 0 is the network itself, and negative ones count from its end.",
    parameters: [address("network"), number("position")],
    result: "string",
    examples: [
      { args: ["10.1.2.0/24", 1], result: "10.1.2.1" },
      { args: ["10.1.2.0/24", -2], result: "10.1.2.254" },
    ],
    run: (written, position) => nth(written, position),
  }),
  define({
    name: "ip_count",
    summary: "Counts the addresses of a network.",
    parameters: [address("network")],
    result: "number",
    examples: [{ args: ["10.1.2.0/24"], result: 256 }],
    run: (written) => integerOf(sizeOfNetwork(written, prefixOf(written))),
  }),
  define({
    name: "ip_in",
    summary: "Returns whether an address or a network is inside a network.",
    parameters: [address("address"), address("network")],
    result: "boolean",
    examples: [
      { args: ["10.1.2.3", "10.1.0.0/16"], result: true },
      { args: ["2001:db8::1", "10.0.0.0/8"], result: false },
    ],
    run: (written, network) => {
      const length = prefixOf(network, 1);
      if (written.version !== network.version || (written.prefix ?? length) < length) return false;
      return networkNumber(written, length) === networkNumber(network, length);
    },
  }),
  define({
    name: "ip_wrap",
    summary: "Writes an IPv6 address in brackets, as a URL needs it; leaves other hosts as they are.",
    parameters: [text("host")],
    result: "string",
    examples: [{ args: ["2001:db8::1"], result: "[2001:db8::1]" }],
    run: (host) => (parseAddress(host)?.version === 6 ? `[${host}]` : host),
  }),
];

function address(name: string): Parameter<Written> {
  const { read } = text(name);
  return {
    name,
    type: "IP address",
    read: (value: Value, position) => {
      const written = parseAddress(read(value, position));
      if (written) return written;
      throw new Misuse("needs an IP address here, with or without a prefix length (10.0.0.1/24)", position);
    },
  };
}

function allOnes({ version }: Written): bigint {
  return (1n << BigInt(BITS[version])) - 1n;
}

function sizeOfNetwork({ version }: Written, prefix: number): bigint {
  return 1n << BigInt(BITS[version] - prefix);
}

function networkNumber(written: Written, prefix: number): bigint {
  const size = sizeOfNetwork(written, prefix);
  return (written.number / size) * size;
}

function prefixOf({ prefix }: Written, position = 0): number {
  if (prefix === undefined) throw new Misuse("needs a prefix length here, such as /24", position);
  return prefix;
}

function prefixOfMask(netmask: string, { version }: Written): number {
  const length = /^\/?(\d{1,3})$/.exec(netmask)?.[1];
  if (length !== undefined && Number(length) <= BITS[version]) return Number(length);
  const mask = parseAddress(netmask);
  if (mask?.version !== version) throw notAMask(1);
  return maskPrefix(mask, 1);
}

/** The length of the prefix that a netmask means: ones, and then zeros. */
function maskPrefix(mask: Written, position: number): number {
  const zeros = allOnes(mask) - mask.number + 1n;
  if ((zeros & (zeros - 1n)) !== 0n) throw notAMask(position);
  return BITS[mask.version] - (zeros.toString(2).length - 1);
}

function notAMask(position: number): Misuse {
  return new Misuse("needs a netmask here, such as 255.255.255.0", position);
}

function nth(written: Written, position: number | bigint): string {
  const prefix = prefixOf(written);
  const size = sizeOfNetwork(written, prefix);
  if (!Number.isInteger(Number(position))) throw new Misuse("needs a whole number here", 1);
  const place = BigInt(position) < 0n ? size + BigInt(position) : BigInt(position);
  if (place >= 0n && place < size) return addressText(written.version, networkNumber(written, prefix) + place);
  throw new Misuse(`needs a position inside the network, which has ${size} addresses`, 1);
}
