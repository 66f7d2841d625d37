import type { ValueMap } from "../../model/value.ts";

/** An IPv4 address as a number. */
export function toNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** A number as an IPv4 address. */
function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

/** What an IPv4 address and its prefix length say of its network. */
export function ipv4Facts(address: string, prefix: number): ValueMap {
  const size = 2 ** (32 - prefix);
  const network = Math.floor(toNumber(address) / size) * size;
  return {
    address,
    prefix,
    netmask: toAddress(2 ** 32 - size),
    network: toAddress(network),
    broadcast: prefix >= 31 ? null : toAddress(network + size - 1),
  };
}

/** The IPv4 address that /proc/net/route writes as eight digits, its bytes in the order of the processor: the least significant first. */
export function fromRoute(digits: string): string {
  const bytes = digits.match(/../g) ?? [];
  return bytes
    .reverse()
    .map((byte) => parseInt(byte, 16))
    .join(".");
}

/** An IPv6 address in its shortest form, from its 32 digits. */
export function fromDigits(digits: string): string {
  const groups = (digits.match(/.{4}/g) ?? []).map((group) => group.replace(/^0{1,3}/, ""));
  const zeros = /(?:^|:)0(?::0)+(?=:|$)/g;
  const longest = [...groups.join(":").matchAll(zeros)].sort(
    ([first], [second]) => second.replace(/^:/, "").length - first.replace(/^:/, "").length,
  )[0];
  const text = groups.join(":");
  if (!longest) return text;
  const before = text.slice(0, longest.index);
  const after = text.slice(longest.index + longest[0].length).replace(/^:/, "");
  return `${before}::${after}`;
}
