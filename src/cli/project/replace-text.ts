import { open, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";

/**
 * Replaces a file of the project atomically, and keeps its mode; a new one gets `newMode`. Resolves to the reason if it cannot be
 * written.
 */
export async function replaceText(
  file: string,
  text: string,
  randomId: () => string,
  newMode = 0o666,
): Promise<string | undefined> {
  const target = await realpath(file).catch(() => file);
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomId()}`);
  try {
    const mode = await stat(target).then(
      (found) => found.mode & 0o777,
      () => undefined,
    );
    const handle = await open(temporary, "wx", newMode);
    try {
      await handle.writeFile(text);
      if (mode !== undefined) await handle.chmod(mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
    return undefined;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (error instanceof Error && "syscall" in error) return error.message;
    throw error;
  }
}
