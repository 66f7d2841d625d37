import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file made from the sources; `path` is relative to the repository's folder. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** What is wrong on disk: files that are missing, old or no longer made. Folders hold nothing but generated files. */
export function staleFiles(root: string, files: readonly GeneratedFile[], folders: readonly string[]): string[] {
  const changed = files.filter(({ path, text }) => readIfThere(join(root, path)) !== text).map(({ path }) => path);
  return [...changed, ...leftOver(root, files, folders)].sort();
}

/** Writes what differs and removes what is no longer made; gives their paths. */
export function writeFiles(root: string, files: readonly GeneratedFile[], folders: readonly string[]): string[] {
  const stale = staleFiles(root, files, folders);
  for (const path of leftOver(root, files, folders)) rmSync(join(root, path));
  for (const { path, text } of files.filter((file) => stale.includes(file.path))) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return stale;
}

function leftOver(root: string, files: readonly GeneratedFile[], folders: readonly string[]): string[] {
  const made = new Set(files.map(({ path }) => path));
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((path) => !made.has(path));
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Paths of the TypeScript files below a folder, relative to it and without their ending, in order; none where there is no folder. */
export function sourcePaths(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => path.slice(0, -".ts".length).replaceAll("\\", "/"))
    .sort();
}
