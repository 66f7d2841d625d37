import { lstat, readlink, stat } from "node:fs/promises";
import path from "node:path";

/**
 * Why a path that cannot be opened leads nowhere although part of it exists: a symbolic link without its target, or a file in the
 * place of a folder. A clause for the end of a sentence; undefined if the file simply does not exist.
 */
export async function brokenPath(file: string): Promise<string | undefined> {
  const whole = path.resolve(file);
  for (let part = whole; ; part = path.dirname(part)) {
    const found = await lstat(part).catch(() => undefined);
    if (found === undefined && part !== path.dirname(part)) continue;
    const subject = part === whole ? "it" : part;
    const target = await stat(part).catch(() => undefined);
    if (found?.isSymbolicLink() && !target) {
      return `${subject} is a symbolic link to ${await readlink(part)}, which does not exist`;
    }
    return part === whole || !target || target.isDirectory() ? undefined : `${subject} is not a folder`;
  }
}
