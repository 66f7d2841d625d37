import { define, type LanguageFunction } from "./define.ts";
import { many, text } from "./parameters.ts";

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
  define({
    name: "splitext",
    summary: "Splits a path into what comes before its extension, and the extension with its dot.",
    parameters: [text("path")],
    result: "list of two strings",
    examples: [
      { args: ["/etc/main.conf"], result: ["/etc/main", ".conf"] },
      { args: ["/root/.bashrc"], result: ["/root/.bashrc", ""] },
    ],
    run: splitExtension,
  }),
  define({
    name: "normpath",
    summary: "Removes `.`, `..` and repeated slashes from a path. Links are not followed.",
    parameters: [text("path")],
    result: "string",
    examples: [{ args: ["/etc//app/../main.conf"], result: "/etc/main.conf" }],
    run: normalPath,
  }),
  define({
    name: "path_join",
    summary: "Joins parts of a path with slashes; a part that begins with a slash replaces those before it.",
    parameters: [many(text("part"))],
    result: "string",
    examples: [{ args: ["/etc", "app", "main.conf"], result: "/etc/app/main.conf" }],
    run: joinPath,
  }),
  define({
    name: "relpath",
    summary: "Returns a path relative to a folder. Both are absolute.",
    parameters: [text("path"), text("folder")],
    result: "string",
    examples: [{ args: ["/a/b/c", "/a"], result: "b/c" }],
    run: relativePath,
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

/** As Python does: dots at the start of the name begin no extension. */
function splitExtension(path: string): string[] {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  const length = dot > 0 && /[^.]/.test(name.slice(0, dot)) ? name.length - dot : 0;
  return [path.slice(0, path.length - length), path.slice(path.length - length)];
}

function normalPath(path: string): string {
  const start = path.startsWith("/") ? "/" : "";
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    const isUp = part === ".." && parts.length > 0 && parts.at(-1) !== "..";
    if (isUp) parts.pop();
    else if (part !== ".." || start === "") parts.push(part);
  }
  return start + parts.join("/") || ".";
}

function joinPath(parts: readonly string[]): string {
  return parts.reduce((path, part) => {
    if (part.startsWith("/") || path === "") return part;
    return path.endsWith("/") ? path + part : `${path}/${part}`;
  }, "");
}

function relativePath(path: string, folder: string): string {
  const [target, from] = [normalPath(path), normalPath(folder)].map((each) =>
    each.split("/").filter((part) => part !== ""),
  );
  const [to, start] = [target ?? [], from ?? []];
  const differs = to.findIndex((part, index) => part !== start[index]);
  const common = differs < 0 ? Math.min(to.length, start.length) : differs;
  return [...start.slice(common).map(() => ".."), ...to.slice(common)].join("/") || ".";
}
