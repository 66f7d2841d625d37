import { readFileSync } from "node:fs";

/** A user of this machine. */
export interface User {
  readonly uid: number;
  /** The primary group. */
  readonly gid: number;
  readonly name: string;
}

/** /etc/passwd and /etc/group; empty where accounts are kept elsewhere. */
export interface Accounts {
  readonly passwd: string;
  readonly group: string;
}

/** Reads the accounts of this machine. */
export function readAccounts(): Accounts {
  return { passwd: readOrEmpty("/etc/passwd"), group: readOrEmpty("/etc/group") };
}

/**
 * Whether a group has no member but the user, as where every user has a group of their own (umask 002). Of a group that is not in
 * /etc/group, the members are not known: then it counts as the user's own if it has the user's number.
 */
export function isPrivateGroup(gid: number, user: User, { passwd, group }: Accounts): boolean {
  if (gid !== user.gid) return false;
  const others = linesOf(passwd).some(([name, , , primary]) => name !== user.name && primary === String(gid));
  if (others) return false;
  const entry = linesOf(group).find(([, , number]) => number === String(gid));
  if (!entry) return gid === user.uid;
  const members = (entry[3] ?? "").split(",").filter((name) => name !== "" && name !== user.name);
  return members.length === 0;
}

function linesOf(text: string): string[][] {
  return text.split("\n").map((line) => line.split(":"));
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
