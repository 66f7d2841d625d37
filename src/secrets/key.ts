import path from "node:path";
import { secretsFault } from "../errors/catalogue/secrets.ts";
import { bad, good, type Outcome } from "../errors/fault.ts";
import { isNonEmpty } from "../model/non-empty.ts";
import { Secret } from "../model/secret.ts";
import { newIdentity, recipientOf, type Key } from "./age.ts";
import { checkKeyFile, createFile, readIfThere, withAccess } from "./files.ts";
import type { Surroundings } from "./surroundings.ts";

const VARIABLE = "PROVISION_AGE_KEY";

/** The file that the key is in, or will be made in. */
export function keyFile({ env, home, cwd }: Surroundings): string {
  const given = env["PROVISION_AGE_KEY_FILE"] ?? "";
  return given === "" ? path.join(home, ".config/provision/key.txt") : path.resolve(cwd, given);
}

/** The key from the environment or its file; undefined where none has been made yet. */
export async function findKey(around: Surroundings): Promise<Outcome<Key | undefined>> {
  const given = around.env[VARIABLE];
  if (given !== undefined) return parseKey(given, VARIABLE, around);
  const file = keyFile(around);
  return withAccess(file, async () => {
    const text = await readIfThere(file);
    if (text === undefined) return good(undefined);
    const checked = await checkKeyFile(file, around);
    return checked.ok ? parseKey(text, file, around) : checked;
  });
}

/** Makes a key where there is none; of two processes that do so at once the second takes what the first has made. */
export async function makeKey(around: Surroundings): Promise<Outcome<Key & { readonly made: boolean }>> {
  if (around.env[VARIABLE] !== undefined) return bad(secretsFault("secrets/key-given", {}));
  const file = keyFile(around);
  const there = await findKey(around);
  if (!there.ok) return there;
  if (there.value) return good({ ...there.value, made: false });
  const identity = await newIdentity();
  around.register(identity);
  const recipient = (await recipientOf(identity)) ?? "";
  const made = await withAccess(file, async () =>
    good(await createFile(file, keyText(identity, recipient), around.randomId)),
  );
  if (!made.ok) return made;
  const found = await findKey(around);
  if (!found.ok) return found;
  if (!found.value) return bad(secretsFault("secrets/no-access", { path: file, problem: "it was removed meanwhile" }));
  return good({ ...found.value, made: made.value });
}

function keyText(identity: string, recipient: string): string {
  return [
    "# The key to the secrets of provision's projects: whoever has it can read them, without it they are lost.",
    `# public key: ${recipient}`,
    identity,
    "",
  ].join("\n");
}

/** One identity a line; blank lines and comments are skipped, as age does. */
async function parseKey(text: string, from: string, { register }: Surroundings): Promise<Outcome<Key>> {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  for (const line of lines) register(line);
  const recipients = await Promise.all(lines.map(recipientOf));
  const wrong = recipients.indexOf(undefined);
  const [recipient] = recipients;
  const identities = lines.map((line) => new Secret(line));
  if (recipient === undefined || !isNonEmpty(identities) || wrong >= 0) {
    const problem =
      lines.length === 0 ? "it is empty" : `what stands in its line ${wrong + 1} (not counting comments) is none`;
    return bad(secretsFault("secrets/bad-key", { key: from, problem }));
  }
  return good({ identities, recipient, from });
}
