import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "../../../../lab/settings.ts";

/** Imports a program file of an image, which is plain JavaScript. The caller declares its exports as `T`. */
export async function load<T>(...path: readonly string[]): Promise<T> {
  const url = pathToFileURL(join(ROOT, "lab", "images", ...path)).href;
  return (await import(url)) as T;
}
