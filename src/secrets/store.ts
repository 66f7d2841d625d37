import { secretsFault } from "../errors/catalogue/secrets.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import { Secret } from "../model/secret.ts";
import { decryptText, encryptText, isArmored, countRecipients, type Key } from "./age.ts";
import { addToText, parseSecrets, type SecretEntries } from "./content.ts";
import { checkShared, readIfExists, replaceFile, withAccess } from "./files.ts";
import { generateSecret } from "./generate.ts";
import { withLock } from "./lock.ts";
import { findKey, keyFile, makeKey } from "./key.ts";
import type { NamedFile, Environment } from "./environment.ts";

/** The file next to the inventory: YAML of names and strings, encrypted by age. */
export const SECRETS_FILE = "secrets.yaml";

/** A decrypted file. */
export interface OpenedSecrets {
  readonly entries: SecretEntries;
  /** The whole decrypted text, with comments. */
  readonly text: Secret;
  /** The encrypted text on disk, to detect later changes. */
  readonly armored: string;
  /** Secrets too short to be masked. */
  readonly warnings: readonly Fault[];
  readonly key: Key;
}

/** The plain text to edit. */
export function decryptedText({ text }: OpenedSecrets): string {
  return text.reveal();
}

/** Decrypts the file; undefined if it does not exist. */
export function readSecrets(file: NamedFile, environment: Environment): Promise<Outcome<OpenedSecrets | undefined>> {
  return withAccess(file.name, async () => {
    const armored = await readIfExists(file.path);
    if (armored === undefined) return good(undefined);
    const checked = await checkShared(file);
    if (!checked.ok) return checked;
    if (armored.trim() === "") return bad(emptyFile(file));
    if (!isArmored(armored)) return bad(secretsFault("secrets/not-encrypted", { path: file.name }));
    const key = await findKey(environment);
    if (!key.ok) return key;
    if (!key.value) return bad(secretsFault("secrets/no-key", { path: file.name, key: keyFile(environment) }));
    return open(armored, key.value, file.name, environment);
  });
}

/** An empty file was encrypted once: new secrets would not be those of the site. */
export function emptyFile({ name }: NamedFile): Fault {
  return secretsFault("secrets/damaged", { path: name, problem: "it is empty" });
}

async function open(
  armored: string,
  key: Key,
  name: string,
  environment: Environment,
): Promise<Outcome<OpenedSecrets>> {
  const opened = await decryptText(armored, key.identities);
  if (opened.kind === "wrong-key") return bad(secretsFault("secrets/wrong-key", { path: name, key: key.from }));
  if (opened.kind === "damaged") {
    return bad(secretsFault("secrets/damaged", { path: name, problem: opened.problem }));
  }
  const entries = parseSecrets(opened.text, name);
  if (!entries.ok) return entries;
  const warnings = registerAll(entries.value, environment);
  return good({ entries: entries.value, text: new Secret(opened.text), armored, warnings, key });
}

/** Registers every value with the mask; returns a warning for each that is too short to be masked. */
function registerAll(entries: SecretEntries, { register }: Environment): Fault[] {
  return [...entries].flatMap(([name, { value, origin }]) =>
    register(value.reveal()) ? [] : [secretsFault("secrets/short", { name }, { origin })],
  );
}

/** The secrets to generate: their lengths by name. */
export type SecretLengths = ReadonlyMap<string, number>;

/** Generates the secrets that the file does not contain yet; returns notices for the user. */
export function generateSecrets(
  file: NamedFile,
  lengths: SecretLengths,
  environment: Environment,
): Promise<Outcome<Fault[]>> {
  return exclusively(file, environment, async () => {
    const before = await readSecrets(file, environment);
    if (!before.ok) return before;
    const missing = [...lengths].filter(([name]) => !before.value?.entries.has(name));
    if (missing.length === 0) return good([]);
    const generated = new Map(missing.map(([name, length]) => [name, generateSecret(length)] as const));
    for (const secret of generated.values()) environment.register(secret.reveal());
    const text = addToText(before.value?.text.reveal() ?? "", generated);
    const notices = await write(file, text, before.value?.armored, environment);
    if (!notices.ok) return notices;
    const names = [...generated.keys()].join(", ");
    return good([...notices.value, secretsFault("secrets/generated", { path: file.name, names })]);
  });
}

/** Encrypts and writes the whole text, unless the file on disk is no longer `before`. Returns notices for the user. */
export function saveSecrets(
  file: NamedFile,
  text: string,
  before: string | undefined,
  environment: Environment,
): Promise<Outcome<Fault[]>> {
  return exclusively(file, environment, async () => {
    const entries = parseSecrets(text, file.name);
    if (!entries.ok) return entries;
    const warnings = registerAll(entries.value, environment);
    if ((await readIfExists(file.path)) !== before) {
      return bad(secretsFault("secrets/changed-meanwhile", { path: file.name }));
    }
    const notices = await write(file, text, before, environment);
    return notices.ok ? good([...notices.value, ...warnings]) : notices;
  });
}

function exclusively<T>(
  file: NamedFile,
  environment: Environment,
  use: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return withAccess(file.name, async () => {
    const checked = await checkShared(file);
    return checked.ok ? withLock(file, environment, use) : checked;
  });
}

async function write(
  file: NamedFile,
  text: string,
  before: string | undefined,
  environment: Environment,
): Promise<Outcome<Fault[]>> {
  if (before !== undefined && isArmored(before) && countRecipients(before) > 1) {
    return bad(secretsFault("secrets/many-keys", { path: file.name }));
  }
  const key = await findOrMakeKey(environment);
  if (!key.ok) return key;
  await replaceFile(file.path, await encryptText(text, key.value.recipient), environment.randomId);
  return good(key.value.created ? [secretsFault("secrets/key-made", { key: key.value.from })] : []);
}

async function findOrMakeKey(environment: Environment): Promise<Outcome<Key & { readonly created: boolean }>> {
  const found = await findKey(environment);
  if (!found.ok) return found;
  return found.value ? good({ ...found.value, created: false }) : makeKey(environment);
}
