import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Outcome } from "../../src/errors/fault.ts";
import type { NamedFile, Surroundings } from "../../src/secrets/surroundings.ts";

/** A home and a project of their own; `known` has every secret that was registered. */
export interface Room {
  readonly home: string;
  readonly keyFile: string;
  readonly secrets: NamedFile;
  readonly known: Set<string>;
  readonly around: Surroundings;
  readonly read: () => Promise<string>;
  readonly files: () => Promise<string[]>;
}

export async function withRoom<T>(use: (room: Room) => Promise<T>): Promise<T> {
  const root = await mkdtemp(path.join(tmpdir(), "provision-secrets-"));
  try {
    return await use(await makeRoom(root));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function makeRoom(root: string): Promise<Room> {
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
    around: surroundings(home, project, known),
    read: () => readFile(secrets.path, "utf8"),
    files: () => readdir(project),
  };
}

function surroundings(home: string, cwd: string, known: Set<string>): Surroundings {
  return {
    env: {},
    home,
    cwd,
    uid: process.getuid?.(),
    holder: "process 1 on testhost",
    randomId: () => randomBytes(16).toString("hex"),
    sleep: (milliseconds) => sleep(milliseconds),
    register: (secret) => secret.length >= 4 && known.add(secret) === known,
  };
}

/** The value of what must have gone well. */
export function value<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults, undefined, 2));
  return outcome.value;
}

/** The codes of what must have gone wrong. */
export function codes(outcome: Outcome<unknown>): string[] {
  return outcome.ok ? ["no fault"] : outcome.faults.map(({ code }) => code);
}

export async function writeKey(room: Room, text: string): Promise<void> {
  await mkdir(path.dirname(room.keyFile), { recursive: true, mode: 0o700 });
  await writeFile(room.keyFile, text, { mode: 0o600 });
}
