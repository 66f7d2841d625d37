import { link, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { readTextFile } from "../disk/read-file.ts";
import { currentTrust } from "../disk/trust.ts";
import { secretsFault } from "../errors/catalogue/secrets.ts";
import { bad, good, type Outcome } from "../errors/fault.ts";
import type { NamedFile, Environment } from "./environment.ts";

/** The text of a file; undefined if it does not exist. Throws an `Unreadable`, which `withAccess` turns into a fault. */
export async function readIfExists(file: string): Promise<string | undefined> {
  const read = await readTextFile(file);
  switch (read.is) {
    case "text":
      return read.text;
    case "missing":
      return undefined;
    case "bad-bytes":
      throw new Unreadable(`it contains ${read.what}, at byte ${read.offset}`);
    case "unreadable":
      throw new Unreadable(read.reason);
  }
}

class Unreadable extends Error {}

/** Turns the errors of file operations into faults; other errors are defects and are thrown. */
export async function withAccess<T>(name: string, operation: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof Unreadable)
      return bad(secretsFault("secrets/no-access", { path: name, problem: error.message }));
    const code = codeOf(error);
    if (code === undefined) throw error;
    return bad(secretsFault("secrets/no-access", { path: name, problem: REASONS[code] ?? code }));
  }
}

/** The code of a system error, such as ENOENT; undefined for other errors. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "syscall" in error && "code" in error ? String(error.code) : undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ENOSPC: "the disk is full",
  EROFS: "the file system is mounted read-only",
};

/** Replaces a file atomically: at any time it has either the old or the new text. Only its owner can read it. */
export async function replaceFile(file: string, text: string, randomId: () => string): Promise<void> {
  const target = await realpath(file).catch(() => file);
  await throughTemporary(target, text, randomId, (temporary) => rename(temporary, target));
}

/** Creates a file; returns false and changes nothing if it already exists. */
export async function createFile(file: string, text: string, randomId: () => string): Promise<boolean> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    await throughTemporary(file, text, randomId, (temporary) => link(temporary, file));
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Writes a synced temporary file next to `file`, which `publish` renames or links to `file`. */
async function throughTemporary(
  file: string,
  text: string,
  randomId: () => string,
  publish: (temporary: string) => Promise<void>,
): Promise<void> {
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.${path.basename(file)}.${randomId()}`);
  try {
    await writeSynced(temporary, text);
    await publish(temporary);
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(folder);
}

/** Creates a file that only its owner can read. Throws EEXIST if it exists already. */
export async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Checks that only its owner can access a key and write to its folder, as sshd requires of keys. */
export async function checkKeyFile(file: string, { uid }: Environment): Promise<Outcome<undefined>> {
  const folder = path.dirname(file);
  const [ofFile, ofFolder] = [await stat(file), await stat(folder)];
  const foreign = ({ uid: owner }: { uid: number }) => uid !== undefined && owner !== uid && owner !== 0;
  if (foreign(ofFile)) return bad(secretsFault("secrets/foreign-owner", { path: file }));
  if (foreign(ofFolder)) return bad(secretsFault("secrets/foreign-owner", { path: folder }));
  if (ofFile.mode & 0o077) return bad(secretsFault("secrets/open-key", { path: file }));
  if (ofFolder.mode & 0o022) return bad(secretsFault("secrets/open-folder", { path: folder, mode: "700" }));
  return good(undefined);
}

/**
 * Checks that others cannot write or replace an encrypted file, which need not exist yet. Anyone can encrypt for a public key, so
 * a file that others can replace cannot be trusted. The group may write: projects are shared that way.
 */
export async function checkShared({ path: file, name }: NamedFile): Promise<Outcome<undefined>> {
  if (currentTrust()?.allowed) return good(undefined);
  const folder = path.dirname(file);
  const { mode } = await stat(folder);
  const sticky = (mode & 0o1000) !== 0;
  if (mode & 0o002 && !sticky) return bad(secretsFault("secrets/open-folder", { path: folder, mode: "o-w" }));
  const found = await stat(file).catch(() => undefined);
  return found && found.mode & 0o002 ? bad(secretsFault("secrets/open-file", { path: name })) : good(undefined);
}
