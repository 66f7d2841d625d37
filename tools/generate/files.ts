import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file made from sources. `path` is relative to the repository. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/** Paths of files that are missing, outdated or no longer generated. `folders` contain only generated files. */
export function staleFiles(root: string, files: readonly GeneratedFile[], folders: readonly string[]): string[] {
  const changed = files.filter(({ path, text }) => readIfExists(join(root, path)) !== text).map(({ path }) => path);
  return [...changed, ...leftovers(root, files, folders)].sort();
}

/** Writes stale files and removes files that are no longer generated. Returns their paths. */
export function writeFiles(root: string, files: readonly GeneratedFile[], folders: readonly string[]): string[] {
  const stale = staleFiles(root, files, folders);
  for (const path of leftovers(root, files, folders)) rmSync(join(root, path));
  for (const { path, text } of files.filter((file) => stale.includes(file.path))) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return stale;
}

function leftovers(root: string, files: readonly GeneratedFile[], folders: readonly string[]): string[] {
  const made = new Set(files.map(({ path }) => path));
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((path) => !made.has(path));
}

function readIfExists(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Paths of the TypeScript files below a folder, relative to it, without extension, sorted. None if the folder does not exist. */
export function sourcePaths(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => path.slice(0, -".ts".length).replaceAll("\\", "/"))
    .sort();
}
