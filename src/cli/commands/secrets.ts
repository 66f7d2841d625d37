import path from "node:path";
import { loadFault } from "../../errors/catalogue/load.ts";
import { secretsFault } from "../../errors/catalogue/secrets.ts";
import { bad, good, type Fault, type Outcome } from "../../errors/fault.ts";
import { nearest } from "../../errors/nearest.ts";
import { isReserved } from "../../load/variables.ts";
import { isNonEmpty } from "../../model/non-empty.ts";
import { visibleLines } from "../../report/visible.ts";
import { isArmored } from "../../secrets/age.ts";
import { parseSecrets, secretLine, secretsText } from "../../secrets/content.ts";
import { readIfExists, withAccess } from "../../secrets/files.ts";
import { makeKey } from "../../secrets/key.ts";
import {
  decryptedText,
  emptyFile,
  readSecrets,
  saveSecrets,
  SECRETS_FILE,
  type OpenedSecrets,
} from "../../secrets/store.ts";
import type { Environment, NamedFile } from "../../secrets/environment.ts";
import { editText } from "../edit-text.ts";
import { folderOf } from "../../inventory/sources/source.ts";
import type { Io } from "../io.ts";
import { secretsEnvironment } from "../project/secrets.ts";

/** A `provision secrets` command. The inventories determine which secrets.yaml it uses. */
export type SecretsRequest =
  | { readonly action: "keygen" }
  | { readonly action: "view"; readonly name: string | undefined; readonly inventories: readonly string[] }
  | { readonly action: "edit"; readonly inventories: readonly string[] }
  | { readonly action: "encrypt"; readonly file: string };

/** Executes the command; returns the text to print. */
export async function secrets(request: SecretsRequest, io: Io): Promise<Outcome<string>> {
  switch (request.action) {
    case "keygen":
      return keygen(io);
    case "view":
      return view(request.name, await secretsFile(request.inventories, io), io);
    case "edit":
      return edit(await secretsFile(request.inventories, io), io);
    case "encrypt":
      return encrypt({ path: path.resolve(io.cwd, request.file), name: request.file }, io);
  }
}

/** secrets.yaml next to the last inventory, whose variables override those of the others. */
async function secretsFile(inventories: readonly string[], { cwd }: Io): Promise<NamedFile> {
  const file = path.join(await folderOf(inventories.at(-1) ?? "inventory.yaml", cwd), SECRETS_FILE);
  return { path: file, name: path.relative(cwd, file) };
}

async function keygen(io: Io): Promise<Outcome<string>> {
  const environment = secretsEnvironment(io);
  const key = await makeKey(environment);
  if (!key.ok) return key;
  const { from, created, recipient } = key.value;
  const first = created
    ? noticeText(secretsFault("secrets/key-made", { key: from }))
    : `The key already exists: ${from}.\n`;
  return good(`${first}Public key: ${recipient}\n`);
}

async function view(name: string | undefined, file: NamedFile, io: Io): Promise<Outcome<string>> {
  if (name === undefined && !io.stdout.isTTY) return bad(secretsFault("secrets/no-terminal", {}));
  const opened = await readSecrets(file, secretsEnvironment(io));
  if (!opened.ok) return opened;
  if (!opened.value) return bad(secretsFault("secrets/none", { path: file.name }));
  const text = name === undefined ? good(secretsText(opened.value.entries)) : valueOf(name, opened.value, file);
  // A program gets every byte, a terminal no control characters.
  return text.ok && io.stdout.isTTY ? good(`${visibleLines(text.value).join("\n")}\n`) : text;
}

function valueOf(name: string, { entries }: OpenedSecrets, file: NamedFile): Outcome<string> {
  const entry = entries.get(name);
  if (entry) return good(secretLine(entry));
  return bad(secretsFault("secrets/unknown-name", { name, path: file.name, near: nearest(name, entries.keys()) }));
}

async function edit(file: NamedFile, io: Io): Promise<Outcome<string>> {
  const environment = secretsEnvironment(io);
  const opened = await readSecrets(file, environment);
  if (!opened.ok) return opened;
  const before = opened.value ? decryptedText(opened.value) : "";
  return editText(before, io, async (text, kept) => {
    if (text === before) return good("Nothing was changed.\n");
    const saved = await saveChecked(file, text, opened.value?.armored, environment);
    if (!saved.ok) return { ok: false, faults: [...saved.faults, secretsFault("secrets/kept", { kept })] };
    return good(`${saved.value.map(noticeText).join("")}${file.name} was encrypted and saved.\n`);
  });
}

async function encrypt(file: NamedFile, io: Io): Promise<Outcome<string>> {
  const plain = await withAccess(file.name, async () => good(await readIfExists(file.path)));
  if (!plain.ok) return plain;
  const text = plain.value;
  if (text === undefined) return bad(secretsFault("secrets/missing-file", { path: file.name }));
  if (text.trim() === "") return bad(emptyFile(file));
  if (isArmored(text)) return bad(secretsFault("secrets/encrypted-already", { path: file.name }));
  const saved = await saveChecked(file, text, text, secretsEnvironment(io));
  return saved.ok ? good(`${saved.value.map(noticeText).join("")}${file.name} was encrypted.\n`) : saved;
}

/** Saves the text, unless a name in it would make every later run fail. */
async function saveChecked(
  file: NamedFile,
  text: string,
  before: string | undefined,
  environment: Environment,
): Promise<Outcome<Fault[]>> {
  const entries = parseSecrets(text, file.name);
  if (!entries.ok) return entries;
  const faults = [...entries.value]
    .filter(([name]) => isReserved(name))
    .map(([name, { origin }]) => loadFault("load/reserved-name", { name }, { origin }));
  return isNonEmpty(faults) ? { ok: false, faults } : saveSecrets(file, text, before, environment);
}

function noticeText({ message, hint }: Fault): string {
  return `${message}\n${hint}\n`;
}
