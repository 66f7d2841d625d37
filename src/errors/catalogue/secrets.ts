import { entry, faultsOf, type Catalogue } from "../define.ts";

const BACKUP = "Restore the key from its backup, or provide it with PROVISION_AGE_KEY_FILE or PROVISION_AGE_KEY.";

/** What can be wrong with secrets and the key that decrypts them. No entry takes a secret as a parameter: only names and places. */
export const secretsErrors = {
  "secrets/no-key": entry<{ path: string; key: string }>(
    ({ path, key }) => `${path} cannot be decrypted: the key ${key} does not exist.`,
    () => `${BACKUP} Nothing was changed.`,
  ),
  "secrets/wrong-key": entry<{ path: string; key: string }>(
    ({ path, key }) => `${path} cannot be decrypted with the key in ${key}: it was encrypted for another key.`,
    () => `${BACKUP} Nothing was changed.`,
  ),
  "secrets/many-keys": entry<{ path: string }>(
    ({ path }) =>
      `${path} is encrypted for several keys, but provision encrypts for only one and would lock the others out.`,
    () => "Edit it with age itself: decrypt it, change it, and encrypt it for all its keys again.",
  ),
  "secrets/damaged": entry<{ path: string; problem: string }>(
    ({ path, problem }) => `${path} is damaged: ${problem}.`,
    () => "Restore an intact copy from version control or a backup. Nothing was changed.",
  ),
  "secrets/bad-key": entry<{ key: string; problem: string }>(
    ({ key, problem }) => `${key} is not a valid age key: ${problem}.`,
    () => "Use a line that begins with AGE-SECRET-KEY-1, or create a key with `provision secrets keygen`.",
  ),
  "secrets/key-given": entry<object>(
    () => "No key file was created because PROVISION_AGE_KEY already holds the key.",
    () => "Unset PROVISION_AGE_KEY to create a key file.",
  ),
  "secrets/open-key": entry<{ path: string }>(
    ({ path }) => `Other users can read or write the key ${path}.`,
    ({ path }) => `Run \`chmod 600 ${path}\`. If somebody may have read it, create a new key and new secrets.`,
  ),
  "secrets/open-folder": entry<{ path: string; mode: string }>(
    ({ path }) => `Other users can write to the folder ${path}, so its contents cannot be trusted.`,
    ({ path, mode }) => `Run \`chmod ${mode} ${path}\`.`,
  ),
  "secrets/open-file": entry<{ path: string }>(
    ({ path }) => `Other users can write to ${path}, so it cannot be trusted.`,
    ({ path }) => `Run \`chmod go-w ${path}\`.`,
  ),
  "secrets/foreign-owner": entry<{ path: string }>(
    ({ path }) => `${path} belongs to another user, so it cannot be trusted.`,
    () => "Use a key that you own, in a folder that you own.",
  ),
  "secrets/no-access": entry<{ path: string; problem: string }>(
    ({ path, problem }) => `${path} cannot be read or written: ${problem}.`,
    () => "Check the owner and the mode of the file and of its folder, and that the disk has room.",
  ),
  "secrets/locked": entry<{ path: string; lock: string; holder: string; elsewhere: boolean }>(
    ({ path, holder }) => `${path} is locked by another provision process (${holder}).`,
    ({ lock, elsewhere }) =>
      elsewhere
        ? `Try again when that process has ended. Whether it still runs cannot be seen from here: look there, and if it does not, run \`rm ${lock}\`.`
        : `Try again when that process has ended. If it no longer runs, remove ${lock}.`,
  ),
  "secrets/not-encrypted": entry<{ path: string }>(
    ({ path }) => `${path} is not encrypted: it is not an armored age file.`,
    ({ path }) => `Run \`provision secrets encrypt ${path}\`, and replace every secret that others may have seen.`,
  ),
  "secrets/encrypted-already": entry<{ path: string }>(
    ({ path }) => `${path} is already encrypted.`,
    () => "Change its contents with `provision secrets edit`.",
  ),
  "secrets/yaml": entry<{ path: string }>(
    ({ path }) => `${path} is not valid YAML.`,
    () => "Check that line and the one above it. A value with special characters needs quotes.",
  ),
  "secrets/not-names": entry<{ path: string }>(
    ({ path }) => `${path} must be a map of names to strings.`,
    () => 'Write one `name: "value"` per line.',
  ),
  "secrets/bad-name": entry<{ path: string }>(
    ({ path }) => `${path} contains a name that is not a valid variable name.`,
    () => "Use letters, digits and _, and do not start with a digit.",
  ),
  "secrets/not-text": entry<{ name: string }>(
    ({ name }) => `The secret ${name} is not a string.`,
    ({ name }) => `Put the value in quotes: ${name}: "…".`,
  ),
  "secrets/short": entry<{ name: string }>(
    ({ name }) => `The secret ${name} is shorter than 4 characters, so it cannot be masked in the output.`,
    () => "Use a longer secret.",
  ),
  "secrets/command": entry<{ program: string; problem: string; hint: string }>(
    ({ program, problem }) => `The secret cannot be read: \`${program}\` ${problem}.`,
    ({ hint }) => hint,
  ),
  "secrets/key-made": entry<{ key: string }>(
    ({ key }) => `A key for the secrets was created: ${key}. Only this key can decrypt them.`,
    () => "Keep a copy of this file in a safe place outside the project: without it the secrets are lost.",
  ),
  "secrets/generated": entry<{ path: string; names: string }>(
    ({ path, names }) => `Secrets were generated and saved in ${path}: ${names}.`,
    () =>
      "Commit the file with the project: it is encrypted, and without it the services' secrets are lost. Show one with `provision secrets view NAME`.",
  ),
  "secrets/none": entry<{ path: string }>(
    ({ path }) => `There are no secrets yet: ${path} does not exist.`,
    () =>
      "Create it with `provision secrets edit`, or declare secrets in generated_secrets.yaml: the next run generates them.",
  ),
  "secrets/unknown-name": entry<{ name: string; path: string; near: string | undefined }>(
    ({ name, path }) => `${path} has no secret ${name}.`,
    ({ near }) => (near === undefined ? "Add it with `provision secrets edit`." : `Did you mean ${near}?`),
  ),
  "secrets/no-terminal": entry<object>(
    () => "All secrets together are shown only on a terminal.",
    () => "Name the secret to show: `provision secrets view NAME`.",
  ),
  "secrets/no-action": entry<object>(
    () => "`provision secrets` needs a subcommand.",
    () => "Use one of: keygen, view [NAME], edit, encrypt FILE.",
  ),
  "secrets/missing-file": entry<{ path: string }>(
    ({ path }) => `There is no file ${path} to encrypt.`,
    () => "Name a YAML file with one `name: value` per line.",
  ),
  "secrets/editor": entry<{ editor: string; problem: string }>(
    ({ editor, problem }) => `The editor ${editor} ended with ${problem}, so nothing was changed.`,
    () => "Set EDITOR to a program that waits until the file is closed.",
  ),
  "secrets/changed-meanwhile": entry<{ path: string }>(
    ({ path }) => `${path} was changed by another program in the meantime, so it was not overwritten.`,
    () => "Edit it again: start from its current contents.",
  ),
  "secrets/kept": entry<{ kept: string }>(
    ({ kept }) => `Your edit was not saved. It is kept, unencrypted, in ${kept}.`,
    ({ kept }) => `Copy it from there into another \`provision secrets edit\`, then remove the folder of ${kept}.`,
  ),
} as const satisfies Catalogue;

export const secretsFault = faultsOf(secretsErrors);
