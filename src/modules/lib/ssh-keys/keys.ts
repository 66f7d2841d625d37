import { createHash } from "node:crypto";

export type KeyType = "rsa" | "ecdsa" | "ed25519";

/** A public key. */
export interface PublicKey {
  /** As a line has it: `ssh-rsa`. */
  readonly name: string;
  /** In base64. */
  readonly blob: string;
  readonly comment: string;
}

export function parsePublic(line: string): PublicKey | undefined {
  const [, name = "", blob = "", comment = ""] = /^([a-z][\w.@-]*) ([A-Za-z0-9+/]+=*)(?: (.*\S))?\s*$/.exec(line) ?? [];
  return name === "" ? undefined : { name, blob, comment };
}

export const showPublic = ({ name, blob, comment }: PublicKey) =>
  `${name} ${blob}${comment === "" ? "" : ` ${comment}`}`;

/** As ssh-keygen shows it. */
export function fingerprint({ blob }: PublicKey): string {
  const digest = createHash("sha256").update(Buffer.from(blob, "base64")).digest("base64");
  return `SHA256:${digest.replace(/=+$/, "")}`;
}

/** The bits of a new key, unless others are given. */
export const BITS: Readonly<Record<KeyType, number>> = { rsa: 4096, ecdsa: 256, ed25519: 256 };

/** The type of a key, and its length in bits. */
export function kindOf({ name, blob }: PublicKey): { readonly type: string; readonly bits: number | undefined } {
  const curve = /^ecdsa-sha2-nistp(\d+)$/.exec(name)?.[1];
  if (curve !== undefined) return { type: "ecdsa", bits: Number(curve) };
  if (name === "ssh-rsa") return { type: "rsa", bits: rsaBits(Buffer.from(blob, "base64")) };
  return { type: name.replace(/^ssh-/, ""), bits: name === "ssh-ed25519" ? BITS.ed25519 : undefined };
}

/** The length of the modulus: the third of the key's fields, each with its length in front. */
function rsaBits(bytes: Buffer): number | undefined {
  let field: Buffer = Buffer.alloc(0);
  let at = 0;
  for (let index = 0; index < 3; index++) {
    if (at + 4 > bytes.length) return undefined;
    const end = at + 4 + bytes.readUInt32BE(at);
    field = bytes.subarray(at + 4, end);
    at = end;
  }
  return BigInt(`0x0${field.toString("hex")}`).toString(2).length;
}
