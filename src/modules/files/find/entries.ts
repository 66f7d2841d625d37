import type { ValueMap } from "../../../model/value.ts";
import type { SearchPattern } from "../../../module/pattern.ts";
import { showMode } from "../../lib/path/args.ts";
import type { FindArgs } from "./args.ts";
import { matches } from "./glob.ts";

/** Something that was found. Times are in seconds since 1970. */
export interface Entry {
  readonly path: string;
  readonly type: string;
  readonly mode: number;
  readonly atime: number;
  readonly mtime: number;
  readonly ctime: number;
  readonly size: number;
  /** Further numbers and names of stat, by Ansible's names. */
  readonly rest: ValueMap;
}

/** Reads what probe.sh prints after `entry`. */
export function parseEntry(line: string): readonly Entry[] {
  const at = line.indexOf(" /");
  const [raw = "", uid, gid, size, atime, mtime, ctime, inode, nlink, owner = "", group = ""] = line
    .slice(0, at)
    .split(":");
  const numbers = { uid: Number(uid), gid: Number(gid), inode: Number(inode), nlink: Number(nlink) };
  const names = {
    pw_name: owner === "UNKNOWN" ? String(uid) : owner,
    gr_name: group === "UNKNOWN" ? String(gid) : group,
  };
  const times = { atime: Number(atime), mtime: Number(mtime), ctime: Number(ctime) };
  const mode = Number.parseInt(raw, 16) & 0o7777;
  const entry = { path: line.slice(at + 1), type: raw.slice(0, -3), mode, size: Number(size), ...times };
  return at < 0 ? [] : [{ ...entry, rest: { ...numbers, ...names } }];
}

/** Whether names, age and size are those that are looked for. The script has chosen the rest. */
export function chosen(args: FindArgs, entry: Entry, now: number): boolean {
  const { patterns = ["*"], excludes = [], age, age_stamp, size } = args;
  const name = entry.path.slice(entry.path.lastIndexOf("/") + 1);
  if (!patterns.some((pattern) => fits(pattern, name))) return false;
  if (excludes.some((pattern) => fits(pattern, name))) return false;
  if (age !== undefined && !reaches(now - entry[age_stamp], age, SECONDS)) return false;
  return size === undefined || (entry.type === "8" && reaches(entry.size, size, BYTES));
}

/** Whether a name matches a pattern, or begins with a match of a regular expression. A search that takes too long finds nothing. */
function fits(pattern: string | SearchPattern, name: string): boolean {
  if (typeof pattern === "string") return matches(pattern, name);
  return pattern.search([name], 1)?.[0]?.[0]?.start === 0;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const BYTES: Readonly<Record<string, number>> = { b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** `10m` is at least, `-10m` at most. */
function reaches(value: number, limit: string, units: Readonly<Record<string, number>>): boolean {
  const amount = Math.abs(Number.parseInt(limit, 10)) * (units[limit.at(-1) ?? ""] ?? 1);
  return limit.startsWith("-") ? value <= amount : value >= amount;
}

/** The entry by Ansible's names. */
export function shownEntry({ path, type, mode, size, atime, mtime, ctime, rest }: Entry): ValueMap {
  const kind = { isreg: type === "8", isdir: type === "4", islnk: type === "a" };
  return { path, mode: showMode(mode), ...kind, size, atime, mtime, ctime, ...rest };
}
