import { link, mkdir, open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { secretsFault } from "../errors/catalogue/secrets.ts";
import { bad, good, type Outcome } from "../errors/fault.ts";
import type { NamedFile, Surroundings } from "./surroundings.ts";

const LOCK_TRIES = 200;
const LOCK_PAUSE = 25;

/** The text of a file; undefined where it is not there. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

/** Does what touches a file; that the system refuses it is a fault, everything else a defect. */
export async function withAccess<T>(name: string, touch: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await touch();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    return bad(secretsFault("secrets/no-access", { path: name, problem: REASONS[code] ?? code }));
  }
}

/** The code of an error of the system, such as ENOENT; undefined for all other errors. */
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

/** Puts the new text in the place of the old one: at every instant one of them is there, whole; readable by its owner only. */
export async function replaceFile(file: string, text: string, randomId: () => string): Promise<void> {
  const target = await realpath(file).catch(() => file);
  await besides(target, text, randomId, (temporary) => rename(temporary, target));
}

/** Makes a file that was not there; false, and nothing done, where it is there by now. */
export async function createFile(file: string, text: string, randomId: () => string): Promise<boolean> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    await besides(file, text, randomId, (temporary) => link(temporary, file));
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

async function besides(
  file: string,
  text: string,
  randomId: () => string,
  settle: (temporary: string) => Promise<void>,
): Promise<void> {
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.${path.basename(file)}.${randomId()}`);
  try {
    await writeSynced(temporary, text);
    await settle(temporary);
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(folder);
}

async function writeSynced(file: string, text: string): Promise<void> {
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

/** Keeps other processes of provision from writing the file meanwhile: it is held for some milliseconds, and waited for. */
export async function withLock<T>(
  { path: file, name }: NamedFile,
  { holder, sleep }: Surroundings,
  use: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const lock = path.join(path.dirname(file), `.${path.basename(file)}.lock`);
  for (let tries = 0; !(await takeLock(lock, holder)); tries++) {
    if (tries === LOCK_TRIES) {
      const other = (await readIfThere(lock)) ?? "unknown";
      return bad(secretsFault("secrets/locked", { path: name, lock, holder: other.trim() }));
    }
    await sleep(LOCK_PAUSE);
  }
  try {
    return await use();
  } finally {
    await rm(lock, { force: true });
  }
}

async function takeLock(lock: string, holder: string): Promise<boolean> {
  try {
    await writeSynced(lock, `${holder}\n`);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Whether a key and its folder are in nobody else's hands, as sshd asks of keys. */
export async function checkKeyFile(file: string, { uid }: Surroundings): Promise<Outcome<undefined>> {
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
 * Whether only its users can have written an encrypted file, there or still to come. Everybody can encrypt for a public key, so what others may replace
 * proves nothing; a group may write: projects are shared that way, and some systems give each user a group of their own.
 */
export async function checkShared({ path: file, name }: NamedFile): Promise<Outcome<undefined>> {
  const folder = path.dirname(file);
  const { mode } = await stat(folder);
  const sticky = (mode & 0o1000) !== 0;
  if (mode & 0o002 && !sticky) return bad(secretsFault("secrets/open-folder", { path: folder, mode: "o-w" }));
  const found = await stat(file).catch(() => undefined);
  return found && found.mode & 0o002 ? bad(secretsFault("secrets/open-file", { path: name })) : good(undefined);
}
