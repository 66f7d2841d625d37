import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Outcome } from "../../src/errors/fault.ts";
import type { NamedFile, Environment } from "../../src/secrets/environment.ts";

/** A temporary home and project. `known` has every registered secret. */
export interface TestHome {
  readonly home: string;
  readonly keyFile: string;
  readonly secrets: NamedFile;
  readonly known: Set<string>;
  readonly environment: Environment;
  readonly read: () => Promise<string>;
  readonly files: () => Promise<string[]>;
}

/** Creates a temporary home, passes it to `use`, and removes it. */
export async function withHome<T>(use: (home: TestHome) => Promise<T>): Promise<T> {
  const root = await mkdtemp(path.join(tmpdir(), "provision-secrets-"));
  try {
    return await use(await makeHome(root));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function makeHome(root: string): Promise<TestHome> {
  const home = path.join(root, "home");
  const project = path.join(root, "project");
  await mkdir(home);
  await mkdir(project, { mode: 0o755 });
  const secrets = { path: path.join(project, "secrets.yaml"), name: "secrets.yaml" };
  const known = new Set<string>();
  return {
    home,
    keyFile: path.join(home, ".config/provision/key.txt"),
    secrets,
    known,
    environment: environmentOf(home, project, known),
    read: () => readFile(secrets.path, "utf8"),
    files: () => readdir(project),
  };
}

function environmentOf(home: string, cwd: string, known: Set<string>): Environment {
  return {
    env: {},
    home,
    cwd,
    uid: process.getuid?.(),
    holder: { pid: process.pid, host: "testhost" },
    randomId: () => randomBytes(16).toString("hex"),
    sleep: (milliseconds) => sleep(milliseconds),
    register: (secret) => secret.length >= 4 && known.add(secret) === known,
  };
}

/** The value of an outcome that must not have faults. */
export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults, undefined, 2));
  return outcome.value;
}

/** The codes of the faults of an outcome. */
export function codes(outcome: Outcome<unknown>): string[] {
  return outcome.ok ? ["no fault"] : outcome.faults.map(({ code }) => code);
}

/** Writes a key file that only its owner can access. */
export async function writeKey(home: TestHome, text: string): Promise<void> {
  await mkdir(path.dirname(home.keyFile), { recursive: true, mode: 0o700 });
  await writeFile(home.keyFile, text, { mode: 0o600 });
}
