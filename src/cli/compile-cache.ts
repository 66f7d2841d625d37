import { mkdirSync } from "node:fs";
import * as nodeModule from "node:module";
import type { Io } from "./io.ts";

/**
 * Lets Node.js, from 22.1 on, keep what it has compiled for the next start. In the user's own folder and not in the common temporary
 * one, where Node would put it: what stands there is run.
 */
export function keepCompiledCode({ env, home }: Pick<Io, "env" | "home">): void {
  // These types are of the oldest Node.js that we support.
  const { enableCompileCache } = nodeModule as { readonly enableCompileCache?: (folder: string) => unknown };
  const caches = env["XDG_CACHE_HOME"] ?? "";
  const folder = caches === "" ? `${home}/.cache` : caches;
  // Node tries without end to make a folder where there can be none: it gets one that is there.
  if (enableCompileCache && made(folder) && made(`${folder}/provision`)) enableCompileCache(`${folder}/provision`);
}

function made(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EEXIST";
  }
}
