import type { Match } from "./pattern.ts";

const REFERENCE = /\\(?:g<(\w+)>|(\d{1,2})|([nrt\\]))/g;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "\\": "\\" };

/** A replacement with the texts of a match's groups: `\1`, `\g<1>` and `\g<name>`. Calls `missing` for a group that the pattern does not have. */
export function expandReplacement(match: Match, replacement: string, missing: (group: string) => string): string {
  return replacement.replace(REFERENCE, (_, name?: string, digits?: string, escape = "") => {
    const group = name ?? digits;
    if (group === undefined) return ESCAPES[escape as string] ?? "";
    const text = Object.hasOwn(match.named, group) ? match.named[group] : match.groups[Number(group)];
    return text === undefined ? missing(group) : (text ?? "");
  });
}
