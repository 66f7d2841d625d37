import { entry, faultsOf, type Catalogue } from "../define.ts";

const BACKUP = "Copy the key back from where it is kept, or name it with PROVISION_AGE_KEY_FILE or PROVISION_AGE_KEY.";

/** What can be wrong with secrets and the key that opens them. No entry takes a secret: names and places only. */
export const secretsErrors = {
  "secrets/no-key": entry<{ path: string; key: string }>(
    ({ path, key }) => `${path} cannot be opened: the key ${key} is not there.`,
    () => `${BACKUP} Without the key the secrets cannot be read; nothing was changed.`,
  ),
  "secrets/wrong-key": entry<{ path: string; key: string }>(
    ({ path, key }) => `${path} cannot be opened with the key in ${key}: it was encrypted for another one.`,
    () => `${BACKUP} Nothing was changed.`,
  ),
  "secrets/many-keys": entry<{ path: string }>(
    ({ path }) => `${path} is encrypted for several keys; provision writes for one, and would lock the others out.`,
    () => "Change it with age itself: decrypt it, add to it, and encrypt it for all its keys again.",
  ),
  "secrets/damaged": entry<{ path: string; problem: string }>(
    ({ path, problem }) => `${path} is damaged: ${problem}.`,
    () => "Take an intact copy from version control or a backup. Nothing was changed.",
  ),
  "secrets/bad-key": entry<{ key: string; problem: string }>(
    ({ key, problem }) => `${key} is no key of age: ${problem}.`,
    () => "A key is one line that begins with AGE-SECRET-KEY-1; `provision secrets keygen` makes one.",
  ),
  "secrets/key-given": entry<object>(
    () => "PROVISION_AGE_KEY holds the key, so none is made.",
    () => "Unset PROVISION_AGE_KEY to make a key in a file.",
  ),
  "secrets/open-key": entry<{ path: string }>(
    ({ path }) => `Other users can read or write the key ${path}.`,
    ({ path }) => `Run chmod 600 ${path}. If somebody may have read it, make a new key and new secrets.`,
  ),
  "secrets/open-folder": entry<{ path: string; mode: string }>(
    ({ path }) => `Other users can write in the folder ${path}, so what is in it cannot be trusted.`,
    ({ path, mode }) => `Run chmod ${mode} ${path}.`,
  ),
  "secrets/open-file": entry<{ path: string }>(
    ({ path }) => `Other users can write ${path}, so it cannot be trusted.`,
    ({ path }) => `Run chmod go-w ${path}.`,
  ),
  "secrets/foreign-owner": entry<{ path: string }>(
    ({ path }) => `${path} belongs to another user, so it cannot be trusted.`,
    () => "Use a key that you own, in a folder that you own.",
  ),
  "secrets/no-access": entry<{ path: string; problem: string }>(
    ({ path, problem }) => `${path} cannot be read or written: ${problem}.`,
    () => "Check the owner and the mode of the file and of its folder, and that the disk has room.",
  ),
  "secrets/locked": entry<{ path: string; lock: string; holder: string }>(
    ({ path, holder }) => `${path} is being written by another provision (${holder}).`,
    ({ lock }) => `Try again when that one has ended. If it runs no more, remove ${lock}.`,
  ),
  "secrets/not-encrypted": entry<{ path: string }>(
    ({ path }) => `${path} is not encrypted: it does not begin as an armored file of age.`,
    ({ path }) => `Run provision secrets encrypt ${path}, and replace every secret that others may have seen.`,
  ),
  "secrets/encrypted-already": entry<{ path: string }>(
    ({ path }) => `${path} is encrypted already.`,
    () => "`provision secrets edit` changes what is in it.",
  ),
  "secrets/yaml": entry<{ path: string }>(
    ({ path }) => `${path} is not valid YAML.`,
    () => "Look at the line named, and the one above it; a value with special characters needs quotes.",
  ),
  "secrets/not-names": entry<{ path: string }>(
    ({ path }) => `${path} must hold names with texts and nothing else.`,
    () => 'Write one `name: "text"` a line.',
  ),
  "secrets/bad-name": entry<{ path: string }>(
    ({ path }) => `A name in ${path} cannot be the name of a variable.`,
    () => "A name has letters, digits and _ and starts with no digit.",
  ),
  "secrets/not-text": entry<{ name: string }>(
    ({ name }) => `The secret ${name} is not a text.`,
    ({ name }) => `Put the value in quotes: ${name}: "…".`,
  ),
  "secrets/short": entry<{ name: string }>(
    ({ name }) => `The secret ${name} is shorter than 4 characters, so it cannot be masked in what is printed.`,
    () => "Use a longer one.",
  ),
  "secrets/key-made": entry<{ key: string }>(
    ({ key }) => `A key for the secrets was made: ${key}. It is the only thing that opens them.`,
    () => "Keep a copy of this file in a safe place, outside the project: without it the secrets are lost.",
  ),
  "secrets/generated": entry<{ path: string; names: string }>(
    ({ path, names }) => `Secrets were generated and kept in ${path}: ${names}.`,
    () => "`provision secrets view NAME` shows one. The file is encrypted: keep it with the project.",
  ),
  "secrets/none": entry<{ path: string }>(
    ({ path }) => `There is no ${path}.`,
    () => "`provision secrets edit` writes one; a run makes it where generated_secrets.yaml asks for secrets.",
  ),
  "secrets/unknown-name": entry<{ name: string; path: string; near: string | undefined }>(
    ({ name, path }) => `${path} has no secret ${name}.`,
    ({ near }) => (near === undefined ? "`provision secrets edit` adds one." : `Did you mean ${near}?`),
  ),
  "secrets/no-terminal": entry<object>(
    () => "All secrets are shown on a terminal only.",
    () => "Name the one that is wanted: provision secrets view NAME.",
  ),
  "secrets/no-action": entry<object>(
    () => "provision secrets does nothing without a word after it.",
    () => "Write provision secrets keygen, view [NAME], edit, or encrypt FILE.",
  ),
  "secrets/missing-file": entry<{ path: string }>(
    ({ path }) => `The file ${path} is not there.`,
    () => "Name a YAML file with one `name: text` a line.",
  ),
  "secrets/editor": entry<{ editor: string; problem: string }>(
    ({ editor, problem }) => `The editor ${editor} ended with ${problem}; nothing was changed.`,
    () => "Set EDITOR to a program that waits until the file is closed.",
  ),
  "secrets/changed-meanwhile": entry<{ path: string }>(
    ({ path }) => `${path} was changed by another program at the same time; it was not overwritten.`,
    () => "Begin again with what it holds now.",
  ),
  "secrets/kept": entry<{ kept: string }>(
    ({ kept }) => `What you wrote was not saved. It is kept, unencrypted, in ${kept}.`,
    ({ kept }) => `Take it from there into another \`provision secrets edit\`, then remove the folder of ${kept}.`,
  ),
} as const satisfies Catalogue;

export const secretsFault = faultsOf(secretsErrors);
