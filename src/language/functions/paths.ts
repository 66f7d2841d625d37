import { define, type LanguageFunction } from "./define.ts";
import { text } from "./parameters.ts";

/** Functions that compute paths; they never look at a disk. */
export const PATHS: readonly LanguageFunction[] = [
  define({
    name: "basename",
    summary: "Returns the last part of a path.",
    parameters: [text("path")],
    result: "string",
    examples: [{ args: ["/etc/app/main.conf"], result: "main.conf" }],
    run: basename,
  }),
  define({
    name: "dirname",
    summary: "Returns a path without its last part.",
    parameters: [text("path")],
    result: "string",
    examples: [{ args: ["/etc/app/main.conf"], result: "/etc/app" }],
    run: dirname,
  }),
];

/** The last part of a path, as the command `basename` prints it. */
export function basename(path: string): string {
  const parts = path.replace(/\/+$/, "").split("/");
  return parts.at(-1) ?? "";
}

/** A path without its last part, as the command `dirname` prints it. */
export function dirname(path: string): string {
  const bare = path.replace(/\/+$/, "");
  const slash = bare.lastIndexOf("/");
  if (slash < 0) return bare === "" && path !== "" ? "/" : ".";
  return bare.slice(0, slash).replace(/\/+$/, "") || "/";
}
