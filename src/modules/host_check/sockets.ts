import { isIP } from "node:net";
import type { RequiredPort } from "./args.ts";

export interface SocketAddress {
  readonly port: number;
  /** Undefined: every address of the host. */
  readonly address: string | undefined;
}

/**
 * Parses an address as /proc/net/tcp writes it: 32-bit groups in hexadecimal, each in the machine's byte order, then the port. All
 * supported machines are little-endian.
 */
export function parseSocketAddress(text: string): SocketAddress {
  const [groups = "", port = ""] = text.split(":");
  const bytes = (groups.match(/.{8}/g) ?? []).flatMap((group) => [...Buffer.from(group, "hex")].reverse());
  return { port: Number.parseInt(port, 16), address: bytes.every((byte) => byte === 0) ? undefined : show(bytes) };
}

function show(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join(".");
  const pairs = Buffer.from(bytes).toString("hex").match(/.{4}/g) ?? [];
  return canonical(pairs.join(":"));
}

/** One spelling per address; an IPv4-mapped IPv6 address becomes the IPv4 address. */
function canonical(address: string): string {
  if (isIP(address) !== 6) return address;
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(short);
  if (!mapped) return short;
  const [high, low] = [Number.parseInt(mapped[1] ?? "", 16), Number.parseInt(mapped[2] ?? "", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/**
 * Whether the listener keeps another process from binding the port. Only the host can resolve a name, so a name is assumed to mean
 * all addresses except loopback.
 */
export function conflicts(listener: SocketAddress, { port, address }: RequiredPort): boolean {
  if (listener.port !== port) return false;
  if (listener.address === undefined || address === undefined || isEvery(address)) return true;
  const required = address === "localhost" ? "127.0.0.1" : canonical(address);
  return isIP(required) === 0 ? !isLoopback(listener.address) : required === listener.address;
}

function isEvery(address: string): boolean {
  return address === "0.0.0.0" || canonical(address) === "::";
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}
