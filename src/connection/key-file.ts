import ssh2 from "ssh2";
import { isUnsupported } from "./agent.ts";
import { keyTypeOf } from "./known-hosts.ts";
import type { Stats } from "node:fs";
import { withRegularFile } from "../disk/read-file.ts";
import { currentTrust } from "../disk/trust.ts";

/** A key file that was looked up. */
export interface KeyFile {
  readonly path: string;
  /** The whole file, if it is a private key without a passphrase. */
  readonly key?: Buffer;
  /** The public key in SSH's wire format, if the file or its `.pub` neighbour has it. */
  readonly publicKey?: Buffer | undefined;
  /** Why the file cannot be used by itself. */
  readonly cause?: string;
  readonly encrypted?: boolean;
  /** Other users can read it. */
  readonly open?: true;
  /** Its type, if ssh2 lacks that. */
  readonly unsupported?: string;
  /** The file of its certificate, which ssh2 cannot use. */
  readonly certificate?: string;
}

/** The cause of a key file that does not exist. */
export const MISSING = "it does not exist";

/** Reads a key file. Keys without a passphrase have `key`; all others have the cause. */
export async function readKey(path: string): Promise<KeyFile> {
  const read = await readBytes(path);
  if (read.is !== "read") return { path, cause: read.is === "missing" ? MISSING : read.reason };
  const type = unsupportedType(read.value.bytes);
  if (type !== undefined) return { path, unsupported: type, cause: `its type, ${type}, is not supported` };
  const parsed = ssh2.utils.parseKey(read.value.bytes);
  if (!(parsed instanceof Error)) {
    if (parsed.isPrivateKey()) return openKey(path, read.value) ?? (await usableKey(path, read.value.bytes));
    return { path, publicKey: parsed.getPublicSSH(), cause: "it is a public key, and no agent holds its private key" };
  }
  // ssh2 starts this message alike for every key format.
  if (!/^encrypted /i.test(parsed.message)) return { path, cause: parsed.message };
  const publicKey = publicPart(read.value.bytes) ?? (await readPublicKey(`${path}.pub`));
  return { path, publicKey, cause: parsed.message, encrypted: true };
}

async function usableKey(path: string, key: Buffer): Promise<KeyFile> {
  const certificate = `${path}-cert.pub`;
  return (await readBytes(certificate)).is === "missing" ? { path, key } : { path, key, certificate };
}

/** The type of a private or public key that ssh2 cannot use. */
function unsupportedType(content: Buffer): string | undefined {
  const blob = publicPart(content);
  const type = blob && blob.length > 4 ? keyTypeOf(blob) : /^\S+/.exec(content.toString("latin1", 0, 100))?.[0];
  return type !== undefined && isUnsupported(type) ? type : undefined;
}

async function readPublicKey(path: string): Promise<Buffer | undefined> {
  const read = await readBytes(path);
  const parsed = read.is === "read" ? ssh2.utils.parseKey(read.value.bytes) : undefined;
  return !parsed || parsed instanceof Error ? undefined : parsed.getPublicSSH();
}

interface KeyBytes {
  readonly bytes: Buffer;
  readonly found: Stats;
}

function readBytes(path: string) {
  return withRegularFile(path, async (handle): Promise<KeyBytes> => ({
    found: await handle.stat(),
    bytes: await handle.readFile(),
  }));
}

/** A private key that others can read, which OpenSSH does not use either. As there, root's files are root's business. */
function openKey(path: string, { found }: KeyBytes): KeyFile | undefined {
  const trust = currentTrust();
  const mode = found.mode & 0o777;
  if (!trust || trust.allowed || found.uid !== process.getuid?.() || (mode & 0o077) === 0) return undefined;
  const cause = `other users can access it, mode 0${mode.toString(8)}`;
  return { path, cause, open: true };
}

const MAGIC = "openssh-key-v1\0";

/** OpenSSH's format keeps the public key readable: magic, cipher, KDF, its options, the number of keys, then the public key. */
function publicPart(content: Buffer): Buffer | undefined {
  const base64 = /BEGIN OPENSSH PRIVATE KEY-----([^-]*)-----END/.exec(content.toString("latin1"))?.[1];
  const body = Buffer.from(base64 ?? "", "base64");
  if (body.toString("latin1", 0, MAGIC.length) !== MAGIC) return undefined;
  let offset = MAGIC.length;
  for (let field = 0; field < 3; field++) offset += 4 + (uint32(body, offset) ?? body.length);
  const start = offset + 8;
  const length = uint32(body, offset + 4);
  return length === undefined || start + length > body.length ? undefined : body.subarray(start, start + length);
}

function uint32(body: Buffer, offset: number): number | undefined {
  return offset + 4 <= body.length ? body.readUInt32BE(offset) : undefined;
}
