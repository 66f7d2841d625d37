import path from "node:path";
import { secretsFault } from "../errors/catalogue/secrets.ts";
import { bad, good, type Outcome } from "../errors/fault.ts";
import { isNonEmpty } from "../model/non-empty.ts";
import { Secret } from "../model/secret.ts";
import { newIdentity, recipientOf, type Key } from "./age.ts";
import { checkKeyFile, createFile, readIfExists, withAccess } from "./files.ts";
import type { Environment } from "./environment.ts";

const VARIABLE = "PROVISION_AGE_KEY";

/** The file that holds the key, or that will hold it. */
export function keyFile({ env, home, cwd }: Environment): string {
  const given = env["PROVISION_AGE_KEY_FILE"] ?? "";
  return given === "" ? path.join(home, ".config/provision/key.txt") : path.resolve(cwd, given);
}

/** The key from the environment or from its file; undefined if there is none yet. */
export async function findKey(environment: Environment): Promise<Outcome<Key | undefined>> {
  const given = environment.env[VARIABLE];
  if (given !== undefined) return parseKey(given, VARIABLE, environment);
  const file = keyFile(environment);
  return withAccess(file, async () => {
    const text = await readIfExists(file);
    if (text === undefined) return good(undefined);
    const checked = await checkKeyFile(file, environment);
    return checked.ok ? parseKey(text, file, environment) : checked;
  });
}

/** Creates a key unless one exists. If two processes create it at once, the second uses the key of the first. */
export async function makeKey(environment: Environment): Promise<Outcome<Key & { readonly created: boolean }>> {
  if (environment.env[VARIABLE] !== undefined) return bad(secretsFault("secrets/key-given", {}));
  const file = keyFile(environment);
  const existing = await findKey(environment);
  if (!existing.ok) return existing;
  if (existing.value) return good({ ...existing.value, created: false });
  const identity = await newIdentity();
  environment.register(identity);
  const recipient = (await recipientOf(identity)) ?? "";
  const created = await withAccess(file, async () =>
    good(await createFile(file, keyText(identity, recipient), environment.randomId)),
  );
  if (!created.ok) return created;
  const found = await findKey(environment);
  if (!found.ok) return found;
  if (!found.value)
    return bad(secretsFault("secrets/no-access", { path: file, problem: "it was removed in the meantime" }));
  return good({ ...found.value, created: created.value });
}

function keyText(identity: string, recipient: string): string {
  return [
    "# The key to the secrets of provision projects. Whoever has it can read them; without it they are lost.",
    `# public key: ${recipient}`,
    identity,
    "",
  ].join("\n");
}

/** One identity per line; blank lines and comments are ignored, as age does. */
async function parseKey(text: string, from: string, { register }: Environment): Promise<Outcome<Key>> {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  for (const line of lines) register(line);
  const recipients = await Promise.all(lines.map(recipientOf));
  const invalid = recipients.indexOf(undefined);
  const [recipient] = recipients;
  const identities = lines.map((line) => new Secret(line));
  if (recipient === undefined || !isNonEmpty(identities) || invalid >= 0) {
    const problem =
      lines.length === 0 ? "it is empty" : `line ${invalid + 1} (not counting comments) is not an identity`;
    return bad(secretsFault("secrets/bad-key", { key: from, problem }));
  }
  return good({ identities, recipient, from });
}
