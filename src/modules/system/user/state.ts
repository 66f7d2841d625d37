import { Unknown } from "../../../model/unknown.ts";
import { isList, isMap, type Value, type ValueMap } from "../../../model/value.ts";
import type { Predicted } from "../../../module/contract.ts";
import type { Obstacle } from "../../lib/path/walk.ts";

/** A user as passwd, group and shadow describe it. Unknown is what only the real run decides. */
export interface Account {
  readonly uid: number | Unknown;
  /** The name of the primary group, or its number if no group has that. */
  readonly group: string | Unknown;
  /** The other groups, sorted. */
  readonly groups: readonly string[] | Unknown;
  readonly comment: string;
  readonly home: string | Unknown;
  readonly shell: string | Unknown;
  readonly locked: boolean | Unknown;
  readonly hasPassword: boolean | Unknown;
  /** Days since 1970; null: never. */
  readonly expires: number | null;
}

export interface SshKey {
  readonly path: string;
  readonly exists: boolean;
  readonly hasFolder: boolean;
  /** The first line of the file of the public key. */
  readonly publicKey: string | undefined;
  readonly hasTool: boolean;
  readonly obstacle: Obstacle | undefined;
}

export interface UserState {
  /** Undefined if the user does not exist. */
  readonly account: Account | undefined;
  /** The names of the desired groups that exist, by the name or number that the arguments give. */
  readonly groups: ReadonlyMap<string, string>;
  readonly ownGroup: { readonly exists: boolean; readonly isMade: boolean; readonly isRemoved: boolean };
  /** Another user that has the desired number. */
  readonly holder: string | undefined;
  /** Whether the passwords may be read. */
  readonly readable: boolean;
  /** Whether the password has the desired hash, locked or not. */
  readonly samePassword: boolean;
  /** Whether the home folder exists: the desired one, otherwise that of the user. */
  readonly hasHome: boolean;
  /** The folder in which new users have theirs. */
  readonly base: string;
  /** The shell of new users; empty if it is not known. */
  readonly shell: string;
  /** The names of the files that a new home folder gets. */
  readonly skeleton: readonly string[];
  readonly tools: readonly string[];
  /** What is where the user's key is to be; undefined if none is wanted. */
  readonly sshKey: SshKey | undefined;
  readonly isRoot: boolean;
}

/** The form in which changes describe a user. The password's hash is never shown. */
export function toValue({ uid, group, groups, comment, home, shell, locked, hasPassword, expires }: Account): ValueMap {
  return { uid, group, groups, comment, home, shell, locked, has_password: hasPassword, expires };
}

/** The user after the changes that check mode has predicted. */
export function withPredictedUser(
  name: string,
  now: Account | undefined,
  predicted: Predicted,
): Account | Unknown | undefined {
  const later = predicted.get({ kind: "user", name });
  if (later === undefined) return now;
  if (later instanceof Unknown) return later;
  return isMap(later) ? fromValue(later) : undefined;
}

const LATER = new Unknown("it is not known what an earlier task makes of it");

function fromValue(value: ValueMap): Account {
  const text = (key: string) => (typeof value[key] === "string" ? value[key] : LATER);
  const flag = (key: string) => (typeof value[key] === "boolean" ? value[key] : LATER);
  const { uid, groups, comment, expires } = value;
  return {
    uid: typeof uid === "number" ? uid : LATER,
    group: text("group"),
    groups: groups !== undefined && isList(groups) ? groups.filter(isText) : LATER,
    comment: isText(comment) ? comment : "",
    home: text("home"),
    shell: text("shell"),
    locked: flag("locked"),
    hasPassword: flag("has_password"),
    expires: typeof expires === "number" ? expires : null,
  };
}

const isText = (value: Value | undefined): value is string => typeof value === "string";
