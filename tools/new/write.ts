import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { GeneratedFile } from "../generate/files.ts";

/** Writes all files or none; no file is overwritten. Returns one sentence if that failed. */
export function writeAll(root: string, files: readonly GeneratedFile[]): string | undefined {
  const made: string[] = [];
  try {
    for (const { path, text } of files) {
      const file = join(root, path);
      const folder = mkdirSync(dirname(file), { recursive: true });
      if (folder !== undefined) made.push(folder);
      writeFileSync(file, text, { flag: "wx" });
      made.push(file);
    }
    return undefined;
  } catch (error) {
    for (const path of made.reverse()) rmSync(path, { recursive: true, force: true });
    return `Nothing was written: ${(error as Error).message}.`;
  }
}
