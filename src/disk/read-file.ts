import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { brokenPath } from "./absent.ts";
import { decode, type BadBytes } from "./decode.ts";
import { currentTrust } from "./trust.ts";

/** The size limit for text: playbooks, inventories, variables, templates, secrets. In bytes. */
export const MAX_TEXT_BYTES = 4 * 1024 * 1024;

/** Why a file could not be read: a clause for the end of a sentence. */
interface Unreadable {
  readonly is: "unreadable";
  readonly reason: string;
  /** It is longer than the limit. */
  readonly tooLarge?: true;
}

interface Missing {
  readonly is: "missing";
}

/** The content of a file, or what prevents reading it. */
export type TextRead =
  { readonly is: "text"; readonly text: string } | Missing | Unreadable | ({ readonly is: "bad-bytes" } & BadBytes);

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links form a loop",
  ENAMETOOLONG: "the path is too long",
  ENXIO: "it is a socket or a device, not a file",
  EMFILE: "too many files are open",
};

/**
 * Reads a UTF-8 text of at most `MAX_TEXT_BYTES`, without its byte order mark. Files are read at once: a project has hundreds, and each wait for another
 * thread takes longer than reading one. Only a pipe is waited for.
 */
export async function readTextFile(file: string): Promise<TextRead> {
  const read = isPiped(file) ? await withOpened(file, LATER, readPipe) : await withOpened(file, NOW, readNow);
  if (read.is !== "read") return read;
  return "is" in read.value ? read.value : decode(read.value);
}

const readPipe = (handle: FileHandle, size: number) =>
  readLimited(async (buffer) => (await handle.read({ buffer })).bytesRead, size);

const readNow = (descriptor: number, size: number) => readLimited((buffer) => readSync(descriptor, buffer), size);

type Opened<T> = { readonly is: "read"; readonly value: T } | Missing | Unreadable;

/** How a file is opened, looked at and closed: now, or by promises. */
interface Opener<H> {
  readonly open: (file: string, flags: number) => H | Promise<H>;
  readonly stat: (handle: H) => Stats | Promise<Stats>;
  readonly close: (handle: H) => void | Promise<void>;
}

const NOW: Opener<number> = { open: openSync, stat: (descriptor) => fstatSync(descriptor), close: closeSync };
const LATER: Opener<FileHandle> = { open, stat: (handle) => handle.stat(), close: (handle) => handle.close() };

/**
 * Opens a regular file, passes it to `use`, and closes it. Opening does not block on a named pipe. The shell's `<(command)`
 * and standard input are accepted, because their writer is already there. A file that other users can change is refused, or
 * remembered, as the current trust says.
 */
export function withRegularFile<T>(
  file: string,
  use: (handle: FileHandle, size: number) => Promise<T>,
): Promise<Opened<T>> {
  return withOpened(file, LATER, use);
}

async function withOpened<H, T>(
  file: string,
  opener: Opener<H>,
  use: (handle: H, size: number) => Promise<T>,
): Promise<Opened<T>> {
  let handle: H | undefined;
  try {
    handle = await opener.open(file, flagsFor(file));
    const found = await opener.stat(handle);
    const refusal = refusalOf(file, found);
    if (refusal !== undefined) return { is: "unreadable", reason: refusal };
    return { is: "read", value: await use(handle, found.size) };
  } catch (error) {
    return await problemOf(error, file);
  } finally {
    if (handle !== undefined) await opener.close(handle);
  }
}

const isPiped = (file: string) => /^\/dev\/(fd\/\d+|stdin)$/.test(file);

const flagsFor = (file: string) => (isPiped(file) ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK);

function refusalOf(file: string, found: Stats): string | undefined {
  if (isPiped(file)) return found.isFIFO() ? undefined : kindOf(found);
  return kindOf(found) ?? currentTrust()?.refusal(file, found);
}

/** Why a file cannot be read as a file; undefined if it is a regular file. */
export function kindOf(found: Pick<Stats, "isFile" | "isDirectory" | "isFIFO" | "isSocket">): string | undefined {
  if (found.isFile()) return undefined;
  if (found.isDirectory()) return "it is a folder";
  if (found.isFIFO()) return "it is a named pipe, not a file";
  return found.isSocket() ? "it is a socket, not a file" : "it is a device, not a file";
}

const LARGEST_PART = 256 * 1024;

/** Reads until the end, because a file may grow and a pipe has no size. */
async function readLimited(
  read: (buffer: Buffer) => number | Promise<number>,
  expected: number,
): Promise<Buffer | Unreadable> {
  const parts: Buffer[] = [];
  // One more byte than expected, so that the end is seen at once.
  const buffer = Buffer.allocUnsafe(expected > 0 && expected < LARGEST_PART ? expected + 1 : LARGEST_PART);
  for (let size = 0; ;) {
    const count = await read(buffer);
    if (count === 0) return Buffer.concat(parts);
    parts.push(Buffer.from(buffer.subarray(0, count)));
    size += count;
    if (size > MAX_TEXT_BYTES) {
      const reason = `it is larger than the limit of ${MAX_TEXT_BYTES / 1024 / 1024} MiB for text`;
      return { is: "unreadable", reason, tooLarge: true };
    }
  }
}

/** The problem that a system error describes; other errors are defects and are thrown. */
async function problemOf(error: unknown, file: string): Promise<Missing | Unreadable> {
  if (!(error instanceof Error) || !("code" in error)) throw error;
  const code = String(error.code);
  // Node.js says so itself, without asking the system.
  if (code === "ERR_INVALID_ARG_VALUE" && file.includes("\0")) {
    return { is: "unreadable", reason: "its name contains a NUL byte" };
  }
  if (!("syscall" in error)) throw error;
  if (code === "ENOENT" || code === "ENOTDIR") {
    const reason = await brokenPath(file);
    return reason === undefined ? { is: "missing" } : { is: "unreadable", reason };
  }
  return { is: "unreadable", reason: REASONS[code] ?? code };
}
