import { secretsFault } from "../errors/catalogue/secrets.ts";
import { bad, good, type Fault, type Outcome } from "../errors/fault.ts";
import { Secret } from "../model/secret.ts";
import { decryptText, encryptText, isArmored, keysOf, type Key } from "./age.ts";
import { addToText, parseSecrets, type SecretEntries } from "./content.ts";
import { checkShared, readIfThere, replaceFile, withAccess, withLock } from "./files.ts";
import { generateSecret } from "./generate.ts";
import { findKey, keyFile, makeKey } from "./key.ts";
import type { NamedFile, Surroundings } from "./surroundings.ts";

/** Stands beside the inventory: YAML of names and texts, encrypted by age. */
export const SECRETS_FILE = "secrets.yaml";

/** An encrypted file, opened. */
export interface OpenedSecrets {
  readonly entries: SecretEntries;
  /** The whole text, with comments. */
  readonly text: Secret;
  /** As it stands on disk: what tells whether it has been changed since. */
  readonly armored: string;
  /** Secrets too short to be masked. */
  readonly warnings: readonly Fault[];
  readonly key: Key;
}

/** Opens an encrypted file; undefined where it is not there. */
export function readSecrets(file: NamedFile, around: Surroundings): Promise<Outcome<OpenedSecrets | undefined>> {
  return withAccess(file.name, async () => {
    const armored = await readIfThere(file.path);
    if (armored === undefined) return good(undefined);
    const checked = await checkShared(file);
    if (!checked.ok) return checked;
    if (!isArmored(armored)) return bad(secretsFault("secrets/not-encrypted", { path: file.name }));
    const key = await findKey(around);
    if (!key.ok) return key;
    if (!key.value) return bad(secretsFault("secrets/no-key", { path: file.name, key: keyFile(around) }));
    return open(armored, key.value, file.name, around);
  });
}

async function open(armored: string, key: Key, name: string, around: Surroundings): Promise<Outcome<OpenedSecrets>> {
  const opened = await decryptText(armored, key.identities);
  if (opened.is === "wrong-key") return bad(secretsFault("secrets/wrong-key", { path: name, key: key.from }));
  if (opened.is === "damaged") {
    return bad(secretsFault("secrets/damaged", { path: name, problem: opened.problem }));
  }
  const entries = parseSecrets(opened.text, name);
  if (!entries.ok) return entries;
  const warnings = registerAll(entries.value, around);
  return good({ entries: entries.value, text: new Secret(opened.text), armored, warnings, key });
}

/** Every value is known to the mask from here on; the warnings name those that it cannot hide. */
export function registerAll(entries: SecretEntries, { register }: Surroundings): Fault[] {
  return [...entries].flatMap(([name, { value, origin }]) =>
    register(value.reveal()) ? [] : [secretsFault("secrets/short", { name }, { origin })],
  );
}

/** Secrets to be made: their lengths by name. */
export type Wanted = ReadonlyMap<string, number>;

/** Makes those of the wanted secrets that the file does not have by then; gives what there is to say about it. */
export function generateSecrets(file: NamedFile, wanted: Wanted, around: Surroundings): Promise<Outcome<Fault[]>> {
  return alone(file, around, async () => {
    const before = await readSecrets(file, around);
    if (!before.ok) return before;
    const missing = [...wanted].filter(([name]) => !before.value?.entries.has(name));
    if (missing.length === 0) return good([]);
    const made = new Map(missing.map(([name, length]) => [name, generateSecret(length)] as const));
    for (const secret of made.values()) around.register(secret.reveal());
    const text = addToText(before.value?.text.reveal() ?? "", made);
    const said = await write(file, text, before.value?.armored, around);
    if (!said.ok) return said;
    const names = [...made.keys()].join(", ");
    return good([...said.value, secretsFault("secrets/generated", { path: file.name, names })]);
  });
}

/** Writes a whole new text, unless the file is no longer what the writer has seen: `before`, encrypted or not. */
export function saveSecrets(
  file: NamedFile,
  text: string,
  before: string | undefined,
  around: Surroundings,
): Promise<Outcome<Fault[]>> {
  return alone(file, around, async () => {
    const entries = parseSecrets(text, file.name);
    if (!entries.ok) return entries;
    const warnings = registerAll(entries.value, around);
    if ((await readIfThere(file.path)) !== before) {
      return bad(secretsFault("secrets/changed-meanwhile", { path: file.name }));
    }
    const said = await write(file, text, before, around);
    return said.ok ? good([...said.value, ...warnings]) : said;
  });
}

function alone<T>(file: NamedFile, around: Surroundings, use: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  return withAccess(file.name, async () => {
    const checked = await checkShared(file);
    return checked.ok ? withLock(file, around, use) : checked;
  });
}

async function write(
  file: NamedFile,
  text: string,
  before: string | undefined,
  around: Surroundings,
): Promise<Outcome<Fault[]>> {
  if (before !== undefined && isArmored(before) && keysOf(before) > 1) {
    return bad(secretsFault("secrets/many-keys", { path: file.name }));
  }
  const key = await keyToWriteWith(around);
  if (!key.ok) return key;
  await replaceFile(file.path, await encryptText(text, key.value.recipient), around.randomId);
  return good(key.value.made ? [secretsFault("secrets/key-made", { key: key.value.from })] : []);
}

async function keyToWriteWith(around: Surroundings): Promise<Outcome<Key & { readonly made: boolean }>> {
  const found = await findKey(around);
  if (!found.ok) return found;
  return found.value ? good({ ...found.value, made: false }) : makeKey(around);
}
