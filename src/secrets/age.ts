import type { NonEmpty } from "../model/non-empty.ts";
import type { Secret } from "../model/secret.ts";

/** A key that decrypts files: each of its identities can. */
export interface Key {
  readonly identities: NonEmpty<Secret>;
  /** The public key (`age1…`) of the first identity: new files are encrypted for it. */
  readonly recipient: string;
  /** The file or variable that holds the key, for messages. */
  readonly from: string;
}

/** The outcome of a decryption. */
export type Decrypted =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "wrong-key" }
  | { readonly kind: "damaged"; readonly problem: string };

const ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----";

/** Loaded only by runs that have secrets, because it takes longer than the rest of this room. */
const library = () => import("age-encryption");

/** Whether a file's text is encrypted rather than plain YAML. */
export function isArmored(text: string): boolean {
  return text.trimStart().startsWith(ARMOR);
}

/** The number of keys that a file is encrypted for. Each has a line in the header, which ends at the line that begins with `---`. */
export function countRecipients(armored: string): number {
  const body = armored.trim().split(/\r?\n/).slice(1, -1).join("");
  const [header = ""] = Buffer.from(body, "base64").toString("latin1").split("\n---");
  return header.split("\n").filter((line) => line.startsWith("-> ") && !line.includes("grease")).length;
}

/** Encrypts a text as an armored file, which `age` itself can read. */
export async function encryptText(text: string, recipient: string): Promise<string> {
  const { armor, Encrypter } = await library();
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(text));
}

/** Decrypts an armored file. Text that is not valid UTF-8 counts as damaged, so that writing it back loses nothing. */
export async function decryptText(armored: string, identities: readonly Secret[]): Promise<Decrypted> {
  const { armor, Decrypter } = await library();
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity.reveal());
  try {
    const bytes = await decrypter.decrypt(armor.decode(armored));
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return problem.startsWith("no identity matched") ? { kind: "wrong-key" } : { kind: "damaged", problem };
  }
}

/** Generates a private key (`AGE-SECRET-KEY-1…`). */
export async function newIdentity(): Promise<string> {
  return (await library()).generateX25519Identity();
}

/** The public key of an identity; undefined if the text is not a valid one. */
export async function recipientOf(identity: string): Promise<string | undefined> {
  const { identityToRecipient } = await library();
  return identityToRecipient(identity).catch(() => undefined);
}
