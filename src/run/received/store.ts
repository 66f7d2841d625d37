import { createHash } from "node:crypto";
import { lstat, mkdir, mkdtemp, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { runFault } from "../../errors/catalogue/run.ts";
import { bad, good, type Outcome } from "../../errors/fault.ts";

/** Where a file goes: below `folder`, which the user names and which may be reached by links, nothing may be a link. */
export interface Place {
  readonly folder: string;
  /** The names below the folder, the last that of the file. */
  readonly names: readonly string[];
}

type Expected = () => Promise<Outcome<string | undefined>>;

/** Stores the parts under another name, and gives them the file's name if all have come. See `ReceivedFile`. */
export async function store(
  { folder, names }: Place,
  parts: AsyncIterable<Outcome<Uint8Array>>,
  expected: Expected,
): Promise<Outcome<string>> {
  const path = join(folder, ...names);
  let stage: string | undefined;
  try {
    const parent = await makeFolders(folder, names.slice(0, -1));
    stage = await mkdtemp(join(parent, ".provision-"));
    const file = join(stage, "new");
    const stored = await write(file, parts);
    if (!stored.ok) return stored;
    const wanted = await expected();
    if (!wanted.ok) return wanted;
    if (wanted.value !== undefined && wanted.value !== stored.value)
      return bad(runFault("run/received-torn", { path }));
    await rename(file, path);
    return stored;
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return bad(runFault("run/not-received", { path, reason: error.message }));
  } finally {
    if (stage !== undefined) await rm(stage, { recursive: true, force: true });
  }
}

/** Makes missing folders. Below the first, none may be a link. */
async function makeFolders(folder: string, names: readonly string[]): Promise<string> {
  await mkdir(folder, { recursive: true });
  let path = folder;
  for (const name of names) {
    path = join(path, name);
    const found = await lstat(path).catch(() => undefined);
    if (!found) await mkdir(path);
    else if (!found.isDirectory()) throw Object.assign(new Error(`${path} is not a folder`), { code: "ENOTDIR" });
  }
  return path;
}

/** Only the user may read what comes from a host: it may be secret. */
async function write(file: string, parts: AsyncIterable<Outcome<Uint8Array>>): Promise<Outcome<string>> {
  const hash = createHash("sha256");
  const handle = await open(file, "wx", 0o600);
  try {
    for await (const part of parts) {
      if (!part.ok) return part;
      hash.update(part.value);
      await handle.writeFile(part.value);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return good(hash.digest("hex"));
}
