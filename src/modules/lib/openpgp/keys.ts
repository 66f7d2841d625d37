import { createHash } from "node:crypto";

/** A public key with its subkeys. */
export interface PublicKey {
  /** The fingerprints of the key and its subkeys, in capital digits. The first is the key's own. */
  readonly fingerprints: readonly [string, ...string[]];
  /** Its packets, without armor. */
  readonly bytes: Buffer;
}

const BEGIN = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

const END = "-----END PGP PUBLIC KEY BLOCK-----";

export function isArmored(bytes: Buffer): boolean {
  return bytes.includes(BEGIN);
}

/** The keys of a file, armored or not; none if it is no file of public keys. */
export function keysIn(bytes: Buffer): readonly PublicKey[] {
  return keysOf(isArmored(bytes) ? unarmored(bytes.toString("latin1")) : bytes);
}

/** Whether an id is the end of a fingerprint of the key. */
export function hasId({ fingerprints }: PublicKey, id: string): boolean {
  return fingerprints.some((each) => each.endsWith(id));
}

/** Each block has headers, an empty line, lines of base64 and a checksum that begins with an equals sign. */
function unarmored(text: string): Buffer {
  const blocks = text.split(BEGIN).slice(1);
  return Buffer.concat(
    blocks.map((block) => {
      const [body = ""] = block.split(END);
      const lines = body.split(/\r?\n/).map((line) => line.trim());
      const data = lines.slice(lines.indexOf("", 1) + 1).filter((line) => !line.startsWith("="));
      return Buffer.from(data.join(""), "base64");
    }),
  );
}

/** The same in ASCII armor. The checksum is optional. */
export function armored(bytes: Buffer): Buffer {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return Buffer.from([BEGIN, "", ...lines, END, ""].join("\n"));
}

interface Packet {
  readonly tag: number;
  readonly body: Buffer;
  readonly bytes: Buffer;
}

const [KEY, SUBKEY] = [6, 14];

function keysOf(bytes: Buffer): readonly PublicKey[] {
  const keys: { fingerprints: [string, ...string[]]; packets: Buffer[] }[] = [];
  for (const { tag, body, bytes: own } of packetsOf(bytes)) {
    if (tag === KEY) keys.push({ fingerprints: [fingerprintOf(body)], packets: [] });
    const key = keys.at(-1);
    if (!key) return [];
    if (tag === SUBKEY) key.fingerprints.push(fingerprintOf(body));
    key.packets.push(own);
  }
  return keys.map(({ fingerprints, packets }) => ({ fingerprints, bytes: Buffer.concat(packets) }));
}

/** RFC 9580, 5.5.4: version 4 has SHA-1, later ones SHA-256. */
function fingerprintOf(body: Buffer): string {
  const version = body[0] ?? 0;
  const length = Buffer.alloc(version >= 5 ? 4 : 2);
  if (version >= 5) length.writeUInt32BE(body.length);
  else length.writeUInt16BE(body.length & 0xffff);
  const start = Buffer.from([version >= 6 ? 0x9b : version === 5 ? 0x9a : 0x99]);
  const hash = createHash(version >= 5 ? "sha256" : "sha1")
    .update(start)
    .update(length)
    .update(body);
  return hash.digest("hex").toUpperCase();
}

/** RFC 9580, 4.2. Nothing follows what is no packet. */
function* packetsOf(bytes: Buffer): Generator<Packet> {
  let at = 0;
  while (at < bytes.length) {
    const head = bytes[at] ?? 0;
    const isNew = (head & 0x40) !== 0;
    const size =
      (head & 0x80) === 0 ? undefined : isNew ? newLength(bytes, at + 1) : oldLength(bytes, at + 1, head & 3);
    const start = at + 1 + (size?.octets ?? 0);
    const end = start + (size?.length ?? 0);
    if (!size || end > bytes.length) return;
    const tag = isNew ? head & 0x3f : (head & 0x3c) >> 2;
    yield { tag, body: bytes.subarray(start, end), bytes: bytes.subarray(at, end) };
    at = end;
  }
}

interface Length {
  readonly octets: number;
  readonly length: number;
}

function oldLength(bytes: Buffer, at: number, type: number): Length | undefined {
  const octets = [1, 2, 4][type];
  return octets === undefined || at + octets > bytes.length
    ? undefined
    : { octets, length: bytes.readUIntBE(at, octets) };
}

function newLength(bytes: Buffer, at: number): Length | undefined {
  const first = bytes[at] ?? 255;
  if (first < 192) return { octets: 1, length: first };
  if (first < 224) return { octets: 2, length: ((first - 192) << 8) + (bytes[at + 1] ?? 0) + 192 };
  return first === 255 && at + 5 <= bytes.length ? { octets: 5, length: bytes.readUInt32BE(at + 1) } : undefined;
}
