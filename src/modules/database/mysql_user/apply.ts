import type { Apply } from "../../../module/contract.ts";
import { write } from "../../../module/script.ts";
import type { Asked } from "../../lib/database/server.ts";
import { changedBy, literal, statements } from "../../lib/mysql/client.ts";
import type { UserArgs } from "./args.ts";
import { differenceOf } from "./decide.ts";
import { storedForm } from "./password.ts";
import { account, type UserState } from "./probe.ts";
import type { Grant } from "./words.ts";

export function applyUser(args: UserArgs, asked: Asked<UserState>): Apply {
  // Without an answer, `decide` has returned no changes in a real run.
  const sql = asked.is === "answered" ? statementsFor(args, asked.state) : [];
  return {
    script: write`${statements(args, sql, APPLY_SECONDS)}`,
    parse: changedBy(`change the user ${args.name}@${args.host}`),
  };
}

const APPLY_SECONDS = 120;

function statementsFor(args: UserArgs, { user, isMariadb }: UserState): readonly string[] {
  const who = account(args);
  if (args.state === "absent") return [`DROP USER ${who};`];
  const { password, grants } = differenceOf(args, user);
  const revoke = (grant: Grant) => lists(grant).map((list) => `REVOKE ${list} ON ${grant.target} FROM ${who};`);
  return [
    ...(user ? [] : [`CREATE USER ${who}${password === undefined ? "" : identified(args, isMariadb)};`]),
    ...(user && password !== undefined ? [changePassword(args, isMariadb)] : []),
    ...grants.revoke.flatMap(revoke),
    ...grants.grant.flatMap((grant) => lists(grant).map((list) => `GRANT ${list} ON ${grant.target} TO ${who};`)),
  ];
}

/** The privileges for one statement each: all of them and the option to pass them on do not go into the same. */
function lists({ privileges }: Grant): readonly string[] {
  return privileges.includes("ALL PRIVILEGES") ? privileges : [privileges.join(", ")];
}

/** MariaDB gets what it stores, so that its log never holds a password; MySQL, whose default is another form, removes passwords from its log. */
function identified(args: UserArgs, isMariadb: boolean): string {
  if (isMariadb) return ` IDENTIFIED BY PASSWORD ${literal(storedForm(args))}`;
  if (args.encrypted) return ` IDENTIFIED WITH mysql_native_password AS ${literal(storedForm(args))}`;
  return ` IDENTIFIED BY ${literal(args.password ?? "")}`;
}

/** In MariaDB, other ways to log in, such as by the socket, are kept. */
function changePassword(args: UserArgs, isMariadb: boolean): string {
  if (isMariadb) return `SET PASSWORD FOR ${account(args)} = ${literal(storedForm(args))};`;
  return `ALTER USER ${account(args)} IDENTIFIED WITH mysql_native_password AS ${literal(storedForm(args))};`;
}
