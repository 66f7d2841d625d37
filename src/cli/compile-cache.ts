import { mkdirSync } from "node:fs";
import * as nodeModule from "node:module";
import type { Io } from "./io.ts";

/**
 * Lets Node.js 22.1 and newer cache compiled code for the next start. The cache is executed, so it is kept in the user's own folder
 * rather than in the shared temporary folder that Node.js would use.
 */
export function keepCompiledCode({ env, home }: Pick<Io, "env" | "home">): void {
  // The types are those of the oldest supported Node.js.
  const { enableCompileCache } = nodeModule as { readonly enableCompileCache?: (folder: string) => unknown };
  const caches = env["XDG_CACHE_HOME"] ?? "";
  const folder = caches === "" ? `${home}/.cache` : caches;
  // Node.js retries forever if it cannot create the folder, so it gets an existing one.
  if (enableCompileCache && ensureFolder(folder) && ensureFolder(`${folder}/provision`))
    enableCompileCache(`${folder}/provision`);
}

function ensureFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EEXIST";
  }
}
