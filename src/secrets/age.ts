import type { NonEmpty } from "../model/non-empty.ts";
import type { Secret } from "../model/secret.ts";

/** What opens an encrypted file: any of the identities. */
export interface Key {
  readonly identities: NonEmpty<Secret>;
  /** Whom new files are encrypted for: the first identity, as the public key `age1…`. */
  readonly recipient: string;
  /** The file or the variable that it was found in, for messages. */
  readonly from: string;
}

export type Opened =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "wrong-key" }
  | { readonly is: "damaged"; readonly problem: string };

const ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----";

/** Loaded only by runs that have secrets: it takes longer than all the rest of this room. */
const library = () => import("age-encryption");

export function isArmored(text: string): boolean {
  return text.trimStart().startsWith(ARMOR);
}

/** For how many keys a file was encrypted: each has a line in its header, which ends where the line with `---` begins. */
export function keysOf(armored: string): number {
  const body = armored.trim().split(/\r?\n/).slice(1, -1).join("");
  const [header = ""] = Buffer.from(body, "base64").toString("latin1").split("\n---");
  return header.split("\n").filter((line) => line.startsWith("-> ") && !line.includes("grease")).length;
}

/** The text as an armored file that `age` itself reads too. */
export async function encryptText(text: string, recipient: string): Promise<string> {
  const { armor, Encrypter } = await library();
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return armor.encode(await encrypter.encrypt(text));
}

export async function decryptText(armored: string, identities: readonly Secret[]): Promise<Opened> {
  const { armor, Decrypter } = await library();
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity.reveal());
  try {
    const bytes = await decrypter.decrypt(armor.decode(armored));
    return { is: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return problem.startsWith("no identity matched") ? { is: "wrong-key" } : { is: "damaged", problem };
  }
}

export async function newIdentity(): Promise<string> {
  return (await library()).generateX25519Identity();
}

/** The public key of an identity; undefined where the text is none. */
export async function recipientOf(identity: string): Promise<string | undefined> {
  const { identityToRecipient } = await library();
  return identityToRecipient(identity).catch(() => undefined);
}
