import type { Probe } from "../../../module/contract.ts";
import type { Asked } from "../../lib/database/server.ts";
import { answerOf, askServer, isExactly, literal, type Row } from "../../lib/mysql/client.ts";
import type { UserArgs } from "./args.ts";
import { type Grant, shownGrant } from "./words.ts";

export interface User {
  readonly plugin: string;
  /** As it is stored; undefined: not known yet. */
  readonly password: string | undefined;
  readonly grants: readonly Grant[];
}

export interface UserState {
  readonly isMariadb: boolean;
  readonly user: User | undefined;
}

/** A user in a statement. */
export function account({ name, host }: UserArgs): string {
  return `${literal(name)}@${literal(host.toLowerCase())}`;
}

export function probeUser(args: UserArgs): Probe<Asked<UserState>> {
  const { name, host } = args;
  const found = `FROM mysql.user WHERE ${isExactly("User", name)} AND ${isExactly("Host", host.toLowerCase())}`;
  return {
    script: askServer(args, [
      "SELECT VERSION();",
      `SELECT COALESCE(plugin, ''), COALESCE(authentication_string, '') ${found};`,
      `SET @show = IF((SELECT COUNT(*) ${found}) = 0, 'DO 0', ${literal(`SHOW GRANTS FOR ${account(args)}`)});`,
      "PREPARE grants FROM @show;",
      "EXECUTE grants;",
    ]),
    parse: (answer) => answerOf(`describe the user ${name}@${host}`, answer, parseUser),
  };
}

function parseUser([version, user, ...grants]: readonly Row[]): UserState | undefined {
  if (version === undefined) return undefined;
  const isMariadb = version[0]?.includes("MariaDB") === true;
  if (user === undefined) return { isMariadb, user };
  const [plugin, password] = user;
  if (plugin === undefined || password === undefined) return undefined;
  const known = grants.flatMap(([line = ""]) => shownGrant(line) ?? []);
  return { isMariadb, user: { plugin, password, grants: known } };
}
