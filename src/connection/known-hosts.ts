import { createHash, createHmac, randomBytes } from "node:crypto";
import { compileGlob } from "../model/glob.ts";

/** One line of a known_hosts file. */
export interface KnownHost {
  readonly file: string;
  readonly line: number;
  readonly revoked: boolean;
  /** The key is not the host's, but that of an authority that signs host keys. */
  readonly authority: boolean;
  /** Host patterns as written, comma-separated, or `|1|salt|hash`. */
  readonly hosts: string;
  readonly keyType: string;
  /** The key blob, base64. */
  readonly key: string;
}

/** Parses a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export function parseKnownHosts(text: string, file = ""): KnownHost[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const words = line.trim().split(/\s+/);
    const marker = words[0]?.startsWith("@") ? words.shift() : undefined;
    const [hosts, keyType, key] = words;
    if (!hosts || hosts.startsWith("#") || !keyType || !key) return [];
    const authority = marker === "@cert-authority";
    return [{ file, line: index + 1, revoked: marker === "@revoked", authority, hosts, keyType, key }];
  });
}

/** What a host key belongs to. */
interface Server {
  readonly address: string;
  readonly port: number;
}

/** The result of looking up a host key; `entry` is the line that decides. */
export type Verdict =
  | { readonly is: "known" }
  /** With the line of an authority whose certificates would be trusted, if there is one. */
  | { readonly is: "unknown"; readonly authority: KnownHost | undefined }
  | { readonly is: "revoked"; readonly entry: KnownHost }
  | { readonly is: "changed"; readonly entry: KnownHost };

/** Looks up a key (its blob) for an address and port. */
export function checkHostKey(known: readonly KnownHost[], server: Server, key: Buffer): Verdict {
  const blob = key.toString("base64");
  const all = known.filter((entry) => matches(entry.hosts, server));
  const entries = all.filter(({ authority }) => !authority);
  const revoked = entries.find((entry) => entry.revoked && entry.key === blob);
  if (revoked) return { is: "revoked", entry: revoked };
  const trusted = entries.filter((entry) => !entry.revoked);
  if (trusted.some((entry) => entry.key === blob)) return { is: "known" };
  const other = trusted.find((entry) => entry.keyType === keyTypeOf(key)) ?? trusted[0];
  if (other) return { is: "changed", entry: other };
  return { is: "unknown", authority: all.find(({ authority }) => authority) };
}

/** The types of the keys known for an address. They are requested first, so that the server offers a key that can be checked. */
export function knownKeyTypes(known: readonly KnownHost[], server: Server): string[] {
  const entries = known.filter((entry) => !entry.revoked && !entry.authority && matches(entry.hosts, server));
  return [...new Set(entries.map((entry) => entry.keyType))];
}

/** A key's fingerprint as ssh shows it: SHA-256 in base64 without padding. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

/** A key blob begins with the name of its type, preceded by the length of that name (RFC 4253, section 6.6). */
export function keyTypeOf(key: Buffer): string {
  const length = key.length < 4 ? 0 : key.readUInt32BE(0);
  return key.subarray(4, 4 + length).toString("latin1");
}

/** The line of a file for a key; `hashed` hides the name from whoever reads the file. */
export function knownHostLine(server: Server, key: Buffer, hashed: boolean): string {
  const name = nameOf(server);
  const salt = randomBytes(20);
  const host = hashed ? `|1|${salt.toString("base64")}|${hashOf(name, salt)}` : name;
  return `${host} ${keyTypeOf(key)} ${key.toString("base64")}\n`;
}

function nameOf({ address, port }: Server): string {
  const lower = address.toLowerCase();
  return port === 22 ? lower : `[${lower}]:${port}`;
}

function matches(hosts: string, server: Server): boolean {
  const name = nameOf(server);
  if (hosts.startsWith("|1|")) return matchesHash(hosts, name);
  const patterns = hosts.split(",");
  const negated = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1));
  if (negated.some((pattern) => globMatches(pattern, name))) return false;
  return patterns.some((pattern) => !pattern.startsWith("!") && globMatches(pattern, name));
}

function matchesHash(hosts: string, name: string): boolean {
  const [, , salt = "", hash = ""] = hosts.split("|");
  return hashOf(name, Buffer.from(salt, "base64")) === hash;
}

function hashOf(name: string, salt: Buffer): string {
  return createHmac("sha1", salt).update(name).digest("base64");
}

function globMatches(pattern: string, name: string): boolean {
  return compileGlob(pattern.toLowerCase(), { sets: false })(name);
}
