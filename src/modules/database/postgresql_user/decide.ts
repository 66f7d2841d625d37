import { databaseFault } from "../../../errors/catalogue/databases.ts";
import type { Change } from "../../../model/change.ts";
import { Unknown } from "../../../model/unknown.ts";
import { isMap, type ValueMap } from "../../../model/value.ts";
import type { Decision, Predicted } from "../../../module/contract.ts";
import { serverLater, type Asked } from "../../lib/database/server.ts";
import { nameInServer } from "../../lib/postgresql/args.ts";
import { postgresqlServer } from "../../lib/postgresql/server.ts";
import type { RoleArgs } from "./args.ts";
import { desiredFlags, FLAG_NAMES, type Flags, NEW_FLAGS } from "./flags.ts";
import { isPassword } from "./password.ts";
import type { Role, RoleState } from "./probe.ts";

/** What differs from the desired role. */
export interface Difference {
  readonly flags: Partial<Flags>;
  readonly conn_limit?: number;
  readonly expires?: string;
  readonly comment?: string;
  readonly password?: string;
}

export function decideRole(args: RoleArgs, asked: Asked<RoleState>, predicted: Predicted): Decision {
  const result = { user: args.name };
  const opposite = oppositeFlag(args);
  if (opposite) return { changes: [], result, fault: opposite };
  if (asked.is === "answered") return decideIn(args, asked.state, predicted);
  const later = serverLater(postgresqlServer(args), asked, predicted);
  if ("fault" in later) return { changes: [], result, fault: later.fault };
  if (later.is === "unknown") return { changes: [], result, unpredictable: later.why };
  return decideIn(args, inNewServer(args), predicted);
}

function oppositeFlag({ role_attr_flags }: RoleArgs) {
  const flags = desiredFlags(role_attr_flags);
  return "opposite" in flags ? databaseFault("modules/opposite-flags", { flag: flags.opposite }) : undefined;
}

const NEW_ROLE: Role = { flags: NEW_FLAGS, conn_limit: -1, expires: "infinity", comment: "", password: null, uses: 0 };

/** The superuser of a new server has every right and no password. */
function inNewServer({ name, expires }: RoleArgs): RoleState {
  const flags = Object.fromEntries(FLAG_NAMES.map((flag) => [flag, true])) as unknown as Flags;
  const role = name === "postgres" ? { ...NEW_ROLE, flags, uses: 1 } : undefined;
  return { role, storage: { method: "scram-sha-256", iterations: 4096 }, expires };
}

function decideIn(args: RoleArgs, state: RoleState, predicted: Predicted): Decision {
  const { name } = args;
  const result = { user: name };
  const resource = { kind: "database-user", name: nameInServer(args, name) } as const;
  const role = withPredicted(state.role, predicted.get(resource));
  if (role instanceof Unknown) return { changes: [], result, unpredictable: role.reason };
  if (args.state === "absent") return remove(args, role, resource);
  if (role && args.password !== undefined && !args.no_password_changes && role.password === undefined) {
    if (predicted.get(resource) !== undefined) {
      return { changes: [], result, unpredictable: `an earlier task would set the password of the role ${name}` };
    }
    return { changes: [], result, fault: databaseFault("modules/unread-password", { user: name }) };
  }
  const difference = differenceOf(args, { ...state, role });
  const after = {
    ...shown(
      { ...(role ?? NEW_ROLE), ...difference, flags: { ...(role ?? NEW_ROLE).flags, ...difference.flags } },
      "password" in difference,
    ),
  };
  const what = role === undefined ? ["everything"] : wordsOf(difference);
  if (what.length === 0) return { changes: [], result };
  const summary = role === undefined ? `create the role ${name}` : `change ${what.join(", ")} of the role ${name}`;
  return { changes: [{ resource, summary, before: role ? shown(role, false) : null, after }], result };
}

function remove({ name }: RoleArgs, role: Role | undefined, resource: Change["resource"]): Decision {
  const result = { user: name };
  if (role === undefined) return { changes: [], result };
  if (role.uses > 0) {
    const fault = databaseFault("modules/role-in-use", { role: name, uses: role.uses }, { missing: true });
    return { changes: [], result, fault };
  }
  return {
    changes: [{ resource, summary: `remove the role ${name}`, before: shown(role, false), after: null }],
    result,
  };
}

/** What has to be set: for a role that does not exist, all that is given. */
export function differenceOf(args: RoleArgs, { role, expires }: RoleState): Difference {
  const now = role ?? NEW_ROLE;
  const wanted = desiredFlags(args.role_attr_flags) as Partial<Flags>;
  const flags = Object.fromEntries(
    FLAG_NAMES.filter((flag) => wanted[flag] !== undefined && wanted[flag] !== now.flags[flag]).map((flag) => [
      flag,
      wanted[flag],
    ]),
  ) as Partial<Flags>;
  return {
    flags,
    ...(args.conn_limit !== undefined && args.conn_limit !== now.conn_limit && { conn_limit: args.conn_limit }),
    ...(expires !== undefined && expires !== now.expires && { expires }),
    ...(args.comment !== undefined && args.comment !== now.comment && { comment: args.comment }),
    ...passwordDifference(args, role),
  };
}

function passwordDifference({ name, password, no_password_changes }: RoleArgs, role: Role | undefined) {
  if (password === undefined || (role && no_password_changes)) return {};
  return isPassword(password, role?.password ?? null, name) ? {} : { password };
}

function wordsOf({ flags, ...others }: Difference): readonly string[] {
  const names = {
    conn_limit: "the connection limit",
    expires: "the expiry",
    comment: "the comment",
    password: "the password",
  };
  const rest = (Object.keys(others) as (keyof typeof names)[]).map((key) => names[key]);
  return [...(Object.keys(flags).length > 0 ? ["the flags"] : []), ...rest];
}

/** A role as `--diff` shows it: without its password. */
function shown({ flags, conn_limit, expires, comment, uses, password }: Role, isSet: boolean): ValueMap {
  const has = password === undefined ? "not known" : password === null ? "none" : "set";
  const on = FLAG_NAMES.filter((flag) => flags[flag]);
  return { flags: on, conn_limit, expires, comment, uses, password: isSet ? "as given" : has };
}

/** The role after the changes of earlier tasks. Which password they set is not known. */
function withPredicted(role: Role | undefined, later: ReturnType<Predicted["get"]>): Role | undefined | Unknown {
  if (later === undefined) return role;
  if (later === null || later instanceof Unknown || !isMap(later)) return later instanceof Unknown ? later : undefined;
  const on = later["flags"] as readonly string[];
  const flags = Object.fromEntries(FLAG_NAMES.map((flag) => [flag, on.includes(flag)])) as unknown as Flags;
  const { conn_limit, expires, comment, uses } = later as unknown as Role;
  const password = later["password"] === "none" ? { password: null } : {};
  return { flags, conn_limit, expires, comment, uses, ...password };
}
