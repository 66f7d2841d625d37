import { certainEntry, entry, faultsOf, type Catalogue } from "../define.ts";

/** Faults of modules that manage database servers. */
const databaseErrors = {
  "modules/no-database-server": entry<{ server: string; advice: string }>(
    ({ server }) => `${server} does not let this task in, or does not answer.`,
    ({ advice }) => `Start it in an earlier task if it does not run. ${advice}`,
  ),
  "modules/database-answer": entry<{ what: string; exit: number }>(
    ({ what, exit }) => `The database server could not ${what} (exit status ${exit}).`,
    () => "See its answer above.",
  ),
  "modules/no-role": entry<{ role: string; database: string }>(
    ({ role, database }) => `The role ${role} does not exist, so it cannot own the database ${database}.`,
    () => "Create it in an earlier task with `postgresql_user`, or correct `owner`.",
  ),
  "modules/nothing-to-import": entry<{ path: string }>(
    ({ path }) => `${path} is not a file that this task can read on the target, so it cannot be imported.`,
    () => "Copy it there in an earlier task, or correct `target`.",
  ),
  "modules/no-extension": entry<{ name: string; version: string | undefined }>(
    ({ name, version }) =>
      `The server has no files of the extension ${name}${version === undefined || version === "latest" ? "" : ` ${version}`}.`,
    () => "Install the package with the extension in an earlier task, or correct `name` and `version`.",
  ),
  "modules/role-in-use": entry<{ role: string; uses: number }>(
    ({ role, uses }) =>
      `The role ${role} cannot be removed: it owns ${uses === 1 ? "something" : `${uses} things`} or has privileges on them.`,
    ({ role }) =>
      `Give its objects away in an earlier task: \`REASSIGN OWNED BY\` and \`DROP OWNED BY ${role}\` in each database.`,
  ),
  "modules/unread-password": entry<{ user: string }>(
    ({ user }) => `The login may not read how the password of ${user} is stored, so nobody can say whether it differs.`,
    () => "Log in as a superuser, or set `no_password_changes: true` to keep the password of an existing user.",
  ),
  "modules/other-login": entry<{ user: string; plugin: string }>(
    ({ user, plugin }) => `The user ${user} logs in by ${plugin}, so nobody can say whether its password differs.`,
    () => "Set `update_password: on_create` to keep the password of an existing user, or omit `password`.",
  ),
  "modules/no-stored-password": certainEntry<object>(
    () => "With `encrypted`, the argument `password` must be what the server stores: `*` and 40 hexadecimal digits.",
    () => "Write the password itself without `encrypted`, or read its stored form with `SHOW CREATE USER`.",
  ),
  "modules/opposite-flags": certainEntry<{ flag: string }>(
    ({ flag }) => `The argument \`role_attr_flags\` has both ${flag} and NO${flag}.`,
    () => "Remove one of them.",
  ),
  "modules/fixed-database": entry<{ database: string; what: string; actual: string; desired: string }>(
    ({ database, what, actual, desired }) =>
      `The database ${database} has the ${what} ${actual}, not ${desired}: that cannot be changed.`,
    ({ what }) => `Dump the database, remove it and create it again, or correct \`${what}\`.`,
  ),
  "modules/no-role-for-privileges": entry<{ role: string }>(
    ({ role }) => `The role ${role} does not exist, so it can have no privileges.`,
    () => "Create it in an earlier task with `postgresql_user`, or correct `roles`.",
  ),
  "modules/no-database-object": entry<{ type: string; name: string; place: string }>(
    ({ type, name, place }) => `There is no ${type} ${name} in the ${place}.`,
    () => "Create it in an earlier task, or correct `objs` and `schema`.",
  ),
} as const satisfies Catalogue;

export const databaseFault = faultsOf(databaseErrors);
