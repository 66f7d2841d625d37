import { Unknown } from "../../../model/unknown.ts";
import { desiredGroups } from "./probe.ts";
import type { UserArgs } from "./args.ts";
import type { Account, UserState } from "./state.ts";

const LATER = new Unknown("the target chooses it for a new user");
const DAY = 86_400;

/** What the user is to be, by the arguments and by what it is now. */
export function desiredAccount(
  args: UserArgs,
  now: Account | undefined,
  state: UserState,
  hasNamesake: boolean,
): Account {
  const own = state.ownGroup.isMade && !hasNamesake ? args.name : LATER;
  const group = args.group === undefined ? (now?.group ?? own) : nameOf(args.group, state);
  return {
    uid: args.uid ?? now?.uid ?? LATER,
    group,
    groups: otherGroups(args, now, state, group),
    comment: args.comment ?? now?.comment ?? "",
    home: args.home ?? now?.home ?? `${state.base}/${args.name}`,
    shell: args.shell ?? now?.shell ?? (state.shell === "" ? LATER : state.shell),
    ...desiredPassword(args, now, state),
    expires: args.expires === undefined ? (now?.expires ?? null) : dayOf(args.expires),
  };
}

const nameOf = (group: string, { groups }: UserState) => groups.get(group) ?? group;

function dayOf(seconds: number): number | null {
  return seconds < 0 ? null : Math.floor(seconds / DAY);
}

function otherGroups(
  args: UserArgs,
  now: Account | undefined,
  state: UserState,
  group: Account["group"],
): Account["groups"] {
  const kept = now?.groups ?? [];
  if (args.groups === undefined) return kept;
  if (args.append && kept instanceof Unknown) return kept;
  const named = desiredGroups({ groups: args.groups }).map((each) => nameOf(each, state));
  const all = args.append && !(kept instanceof Unknown) ? [...kept, ...named] : named;
  return [...new Set(all)].filter((each) => each !== group).sort();
}

/** Whether the password of the arguments is to be set. */
export function setsPassword(args: UserArgs, now: Account | undefined, { samePassword }: UserState): boolean {
  if (args.password === undefined || (now && args.update_password === "on_create")) return false;
  return !now || !samePassword;
}

/** The hash to be stored, which begins with an exclamation mark if the password is locked. */
export function storedHash({ password = "", password_lock }: UserArgs): string {
  const bare = password.replace(/^!+(?=.)/, "");
  return password_lock === true || (password_lock === undefined && password.startsWith("!"))
    ? `!${bare.replace(/^!/, "")}`
    : bare;
}

function desiredPassword(
  args: UserArgs,
  now: Account | undefined,
  state: UserState,
): Pick<Account, "locked" | "hasPassword"> {
  if (setsPassword(args, now, state)) {
    const hash = storedHash(args);
    return { locked: hash.startsWith("!"), hasPassword: !["", "*"].includes(hash.replace(/^!+/, "")) };
  }
  return { locked: args.password_lock ?? now?.locked ?? true, hasPassword: now?.hasPassword ?? false };
}
