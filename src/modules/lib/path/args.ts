import type { ArgSchema } from "../../../module/schema.ts";

/** An absolute path without `..`, so that the file really is where its name says. */
export const PATH_PATTERN = "^/(?![\\s\\S]*(?:^|/)\\.\\.(?:/|$))(?!\\.\\.(?:/|$))";

export function pathArg<const D extends string>(description: D) {
  return {
    type: "string",
    description,
    pattern: PATH_PATTERN,
    rule: "an absolute path without `..`",
  } as const satisfies ArgSchema;
}

export const OWNER_ARG = {
  type: "string",
  description: "The owner: a user's name or number.",
  pattern: "^[^-:\\s][^:\\s]*$",
  rule: "the name or number of a user",
} as const satisfies ArgSchema;

export const GROUP_ARG = {
  type: "string",
  description: "The group: a name or a number.",
  pattern: "^[^-:\\s][^:\\s]*$",
  rule: "the name or number of a group",
} as const satisfies ArgSchema;

/** One spelling per path, so that it can be a key: single slashes, no `.`, no trailing slash. */
export function normalPath(path: string): string {
  return `/${path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/")}`;
}

/** What a module writes whose argument is a path. */
export function writesPath(argument: string) {
  return { argument, resource: (path: string) => ({ kind: "path", name: normalPath(path) }) as const };
}

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

/** The folders above a path, nearest first, without `/`. */
export function ancestorsOf(path: string): readonly string[] {
  const parent = parentOf(path);
  return parent === "/" ? [] : [parent, ...ancestorsOf(parent)];
}

export function parseMode(mode: string): number {
  return Number.parseInt(mode, 8);
}

export function showMode(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

/** For chmod: five digits, because with four GNU chmod does not clear the setgid bit of a folder. */
export function chmodMode(mode: number): string {
  return mode.toString(8).padStart(5, "0");
}

/** The path as /proc/self/mountinfo spells it, as an extended regular expression. */
export function mountPattern(path: string): string {
  const octal = (char: string) => `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`;
  return path.replace(/[ \t\n\\]/g, octal).replace(/[.[\]{}()*+?^$|\\]/g, "\\$&");
}
