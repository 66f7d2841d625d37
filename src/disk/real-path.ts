import { readlinkSync } from "node:fs";
import path from "node:path";

/** More links one after another are a circle. */
const MAX_LINKS = 40;

/** Follows the symbolic links of an absolute path; what does not exist, or leads in a circle, stays as it is. */
export function realPath(written: string): string {
  let done = "/";
  let rest = partsOf(written);
  let links = 0;
  for (let part = rest[0]; part !== undefined; part = rest[0]) {
    rest = rest.slice(1);
    const next = path.join(done, part);
    const target = part === ".." ? undefined : linkAt(next);
    if (target === undefined || links === MAX_LINKS) {
      done = next;
      continue;
    }
    links += 1;
    if (path.isAbsolute(target)) done = "/";
    rest = [...partsOf(target), ...rest];
  }
  return done;
}

function partsOf(written: string): readonly string[] {
  return written.split("/").filter((part) => part !== "" && part !== ".");
}

function linkAt(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}
