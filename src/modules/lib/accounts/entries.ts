import { Unknown } from "../../../model/unknown.ts";
import { isMap } from "../../../model/value.ts";
import type { Predicted } from "../../../module/contract.ts";
import type { ArgSchema } from "../../../module/schema.ts";
import { read } from "../../../module/script.ts";

/** The two kinds of accounts, which are also kinds of resources. */
type AccountKind = "user" | "group";

/** The name of an account. `description` says what of. */
export function accountArg<const D extends string>(description: D) {
  return {
    type: "string",
    description,
    pattern: "^[A-Za-z_][A-Za-z0-9_.-]{0,30}[A-Za-z0-9_.$-]?$",
    rule: "a name of at most 32 letters, digits, dots, hyphens and underscores that begins with a letter or an underscore",
  } as const satisfies ArgSchema;
}

/**
 * Defines `entry DATABASE KEY PATTERN`, which prints the entry of passwd or group with that name or number. The pattern finds its
 * beginning, up to a colon, in the file where there is no getent.
 */
export const ENTRY = read`entry() { getent "$1" -- "$2" 2>/dev/null || grep -e "^$3:" "/etc/$1"; }`;

/** The pattern of an entry with this name. */
export const named = (name: string): string => name.replace(/[.[\]*^$\\]/g, "\\$&");

/** The pattern of an entry with this number. */
export const numbered = (id: number): string => `[^:]*:[^:]*:${id}`;

/** Whether an account exists after the changes that check mode has predicted. */
export function accountExists(kind: AccountKind, name: string, now: boolean, predicted: Predicted): boolean | Unknown {
  const later = predicted.get({ kind, name });
  if (later === undefined) return now;
  return later instanceof Unknown ? later : isMap(later);
}
