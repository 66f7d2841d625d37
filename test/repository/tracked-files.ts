import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

export const ROOT = join(import.meta.dirname, "..", "..", "..");

/** Files of the repository, relative to its root: tracked ones, and new ones that git does not ignore. */
export const FILES: readonly string[] = execFileSync(
  "git",
  ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
  { cwd: ROOT, encoding: "utf8" },
)
  .split("\0")
  .filter((path) => path !== "" && existsSync(join(ROOT, path)));

/** Folders of the repository, relative to its root. */
export const FOLDERS: ReadonlySet<string> = new Set(FILES.flatMap(foldersOf));

/** The folder of a file and the folders around it, innermost first; the root itself is not one of them. */
function foldersOf(path: string): string[] {
  const folder = dirname(path);
  return folder === "." ? [] : [folder, ...foldersOf(folder)];
}
