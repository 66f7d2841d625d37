import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/** 12 hexadecimal digits that identify these strings. */
export function digestOf(parts: readonly string[]): string {
  const hash = createHash("sha256");
  // The length prefix distinguishes ["ab", "c"] from ["a", "bc"].
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest("hex").slice(0, 12);
}

/** A digest of a folder's files: their names, contents and executable bits. */
export function digestOfFolder(folder: string): string {
  const parts = filesBelow(folder).flatMap((file) => [
    relative(folder, file),
    (statSync(file).mode & 0o111) === 0 ? "plain" : "executable",
    readFileSync(file, "utf8"),
  ]);
  return digestOf(parts);
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
