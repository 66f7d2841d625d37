import { isIPv4, isIPv6 } from "node:net";

/** An address as a number, and the length of its network's prefix if it is written behind a slash. */
export interface Written {
  readonly version: 4 | 6;
  readonly number: bigint;
  readonly prefix: number | undefined;
}

/** Reads an address; undefined for other texts, and for what only some programs take for one, such as 10.1 and 010.0.0.1. */
export function parseAddress(text: string): Written | undefined {
  if (text.length > LONGEST) return undefined;
  const [host = "", length, more] = text.split("/");
  if (more !== undefined || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const version = isIPv4(host) ? 4 : isIPv6(host) && !host.includes("%") ? 6 : undefined;
  if (version === undefined) return undefined;
  const prefix = length === undefined ? undefined : Number(length);
  if (prefix !== undefined && prefix > BITS[version]) return undefined;
  return { version, number: version === 4 ? numberOf4(host) : numberOf6(host), prefix };
}

const LONGEST = 60;

/** The number of bits of an address. */
export const BITS = { 4: 32, 6: 128 } as const;

/** Writes an address in its shortest form. */
export function addressText(version: 4 | 6, number: bigint): string {
  const width = version === 4 ? 8n : 16n;
  const count = version === 4 ? 4 : 8;
  const parts = Array.from(
    { length: count },
    (_, index) => (number >> (width * BigInt(count - 1 - index))) & ((1n << width) - 1n),
  );
  if (version === 4) return parts.join(".");
  // A URL writes an address in its shortest form, as RFC 5952 says.
  return new URL(`http://[${parts.map((part) => part.toString(16)).join(":")}]`).hostname.slice(1, -1);
}

function numberOf4(host: string): bigint {
  return host.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function numberOf6(host: string): bigint {
  const [before = "", after] = host.replace(/[\d.]+$/, inHexadecimal).split("::");
  const [first, last] = [before, after ?? ""].map((half) => half.split(":").filter((part) => part !== ""));
  const [start, end] = [first ?? [], last ?? []];
  const gap = Array.from({ length: 8 - start.length - end.length }, () => "0");
  return [...start, ...gap, ...end].reduce((sum, part) => sum * 65_536n + BigInt(`0x${part}`), 0n);
}

/** The IPv4 address at the end of an IPv6 address. */
function inHexadecimal(tail: string): string {
  if (!tail.includes(".")) return tail;
  const number = numberOf4(tail);
  return `${(number >> 16n).toString(16)}:${(number & 65_535n).toString(16)}`;
}
