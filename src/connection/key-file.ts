import ssh2 from "ssh2";
import { withRegularFile } from "../disk/read-file.ts";

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
}

/** The cause of a key file that does not exist. */
export const MISSING = "it does not exist";

/** Reads a key file. Keys without a passphrase have `key`; all others have the cause. */
export async function readKey(path: string): Promise<KeyFile> {
  const read = await readBytes(path);
  if (read.is !== "read") return { path, cause: read.is === "missing" ? MISSING : read.reason };
  const parsed = ssh2.utils.parseKey(read.value);
  if (!(parsed instanceof Error)) {
    if (parsed.isPrivateKey()) return { path, key: read.value };
    return { path, publicKey: parsed.getPublicSSH(), cause: "it is a public key, and no agent holds its private key" };
  }
  // ssh2 starts this message alike for every key format.
  if (!/^encrypted /i.test(parsed.message)) return { path, cause: parsed.message };
  const publicKey = publicPart(read.value) ?? (await readPublicKey(`${path}.pub`));
  return { path, publicKey, cause: parsed.message, encrypted: true };
}

async function readPublicKey(path: string): Promise<Buffer | undefined> {
  const read = await readBytes(path);
  const parsed = read.is === "read" ? ssh2.utils.parseKey(read.value) : undefined;
  return !parsed || parsed instanceof Error ? undefined : parsed.getPublicSSH();
}

function readBytes(path: string) {
  return withRegularFile(path, (handle) => handle.readFile());
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
