import { databaseFault } from "../../../errors/catalogue/databases.ts";
import type { Fault } from "../../../errors/fault.ts";
import { Unknown } from "../../../model/unknown.ts";
import { isMap, type ValueMap } from "../../../model/value.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { serverLater, type Asked } from "../../lib/database/server.ts";
import { mysqlServer, nameInServer } from "../../lib/mysql/args.ts";
import type { UserArgs } from "./args.ts";
import type { Grant } from "./words.ts";
import { type GrantChanges, grantChanges, grantsAfter } from "./grants.ts";
import { isNative, STORED, storedForm } from "./password.ts";
import type { User, UserState } from "./probe.ts";

export function decideUser(args: UserArgs, asked: Asked<UserState>, predicted: Predicted): Decision {
  const result = { user: args.name };
  if (args.encrypted && args.password !== undefined && !STORED.test(args.password)) {
    return { changes: [], result, fault: databaseFault("modules/no-stored-password", {}) };
  }
  if (asked.is === "answered") return decideIn(args, asked.state.user, predicted);
  const later = serverLater(mysqlServer(args), asked, predicted);
  if ("fault" in later) return { changes: [], result, fault: later.fault };
  if (later.is === "unknown") return { changes: [], result, unpredictable: later.why };
  if (/^(?:root$|mysql(?:\.|$)|mariadb\.|debian-sys)/.test(args.name)) {
    return { changes: [], result, unpredictable: `the user ${args.name} of the new server is not known yet` };
  }
  return decideIn(args, undefined, predicted);
}

function decideIn(args: UserArgs, found: User | undefined, predicted: Predicted): Decision {
  const who = `${args.name}@${args.host.toLowerCase()}`;
  const result = { user: args.name };
  const resource = { kind: "database-user", name: nameInServer(args, who) } as const;
  const later = predicted.get(resource);
  if (later instanceof Unknown) return { changes: [], result, unpredictable: later.reason };
  const user = later === undefined ? found : isMap(later) ? predictedUser(later) : undefined;
  const before = user ? shown(user, false) : null;
  if (args.state === "absent") {
    const change = { resource, summary: `remove the user ${who}`, before, after: null };
    return { changes: user ? [change] : [], result };
  }
  const problem = user && passwordProblem(args, user, who);
  if (problem) return { changes: [], result, ...problem };
  const difference = differenceOf(args, user);
  const what = wordsOf(difference);
  if (user && what.length === 0) return { changes: [], result };
  const summary = user ? `change ${what.join(" and ")} of the user ${who}` : `create the user ${who}`;
  const grants = grantsAfter(user?.grants ?? [], difference.grants);
  const after = shown({ ...(user ?? NEW_USER), grants }, difference.password !== undefined);
  return { changes: [{ resource, summary, before, after }], result };
}

const NEW_USER: User = { plugin: "", password: "", grants: [] };

/** What differs from the desired user. */
export interface Difference {
  readonly grants: GrantChanges;
  readonly password?: string;
}

export function differenceOf(args: UserArgs, user: User | undefined): Difference {
  const differs = setsPassword(args, user) && storedForm(args) !== (user?.password ?? "");
  return {
    grants: grantChanges(args, user?.grants ?? []),
    ...(differs && args.password !== undefined && { password: args.password }),
  };
}

function setsPassword({ password, update_password }: UserArgs, user: User | undefined): boolean {
  return password !== undefined && !(user && update_password === "on_create");
}

function passwordProblem(
  args: UserArgs,
  user: User,
  who: string,
): { readonly fault: Fault } | { readonly unpredictable: string } | undefined {
  if (!setsPassword(args, user)) return undefined;
  if (user.password === undefined)
    return { unpredictable: `an earlier task would set the password of the user ${who}` };
  const { plugin } = user;
  return isNative(user) ? undefined : { fault: databaseFault("modules/other-login", { user: who, plugin }) };
}

function wordsOf({ password, grants }: Difference): readonly string[] {
  const changed = Object.values(grants).some((list: readonly Grant[]) => list.length > 0);
  return [...(password === undefined ? [] : ["the password"]), ...(changed ? ["the privileges"] : [])];
}

/** A user as `--diff` shows it: without its password. */
function shown(user: User, isSet: boolean): ValueMap {
  const has = user.password === undefined ? "not known" : user.password === "" ? "none" : "set";
  const privileges = Object.fromEntries(user.grants.map((grant) => [grant.target, grant.privileges]));
  return { password: isSet ? "as given" : isNative(user) ? has : `by ${user.plugin}`, privileges };
}

/** The user after the changes of earlier tasks. Which password they set is not known. */
function predictedUser({ password, privileges }: ValueMap): User {
  const grants = Object.entries(isMap(privileges ?? null) ? (privileges as ValueMap) : {});
  return {
    plugin: "",
    password: password === "none" ? "" : undefined,
    grants: grants.map(([target, names]) => ({ target, privileges: names as readonly string[] })),
  };
}
