import type { ArchiveContent, ArchiveMember as Member } from "../../../module/content.ts";
import { normalPath } from "../../lib/path/args.ts";
import { matches } from "../find/glob.ts";
import type { UnarchiveArgs } from "./args.ts";
import { stripped } from "./options.ts";

/** How messages name the archive. */
export function nameOf(src: ArchiveContent | string): string {
  return typeof src === "string" ? normalPath(src) : src.label;
}

/** Whether only some members are unpacked. */
export function choosesMembers({ include = [], exclude = [] }: UnarchiveArgs): boolean {
  return include.length + exclude.length > 0;
}

/** The members to unpack, with the names that they get. */
export function chosenMembers(args: UnarchiveArgs, members: readonly Member[]): readonly Member[] {
  const { include = [], exclude = [] } = args;
  const strip = stripped(args);
  return members.flatMap((member) => {
    if (include.length > 0 && !isNamed(include, member.name)) return [];
    if (isNamed(exclude, member.name)) return [];
    // As tar counts them: `./` is a component, too.
    const parts = member.raw.split(/\/+/).filter((part) => part !== "");
    if (strip > 0 && parts.length <= strip) return [];
    return [{ ...member, name: strip === 0 ? member.name : parts.slice(strip).join("/") }];
  });
}

/** Whether one of the patterns matches a name or a folder above it. */
function isNamed(patterns: readonly string[], name: string): boolean {
  const parts = name.split("/");
  const names = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  const plain = patterns.map((pattern) => pattern.replace(/^(?:\.\/)+|\/+$/g, ""));
  return plain.some((pattern) => names.some((each) => matches(pattern, each)));
}
