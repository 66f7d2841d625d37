import { randomBytes } from "node:crypto";
import type { Apply } from "../../../module/contract.ts";
import { write } from "../../../module/script.ts";
import { changedBy, type Asked } from "../../lib/database/server.ts";
import { identifier, literal, psql } from "../../lib/postgresql/psql.ts";
import type { RoleArgs } from "./args.ts";
import { differenceOf, type Difference } from "./decide.ts";
import { flagWords } from "./flags.ts";
import { storedForm, type Storage } from "./password.ts";
import type { RoleState } from "./probe.ts";

export function applyRole(args: RoleArgs, asked: Asked<RoleState>): Apply {
  // Without an answer, `decide` has returned no changes in a real run.
  const statements = asked.is === "answered" ? statementsFor(args, asked.state) : [];
  const sql = [...QUIET, "BEGIN;", ...statements, "COMMIT;"].join("\n");
  return { script: write`${psql(args, sql, APPLY_SECONDS)}`, parse: changedBy(`change the role ${args.name}`) };
}

const APPLY_SECONDS = 120;

/** Keeps how the password is stored out of the server's log; only a superuser may. */
const QUIET = ["log_statement=none", "log_min_duration_statement=-1", "log_min_error_statement=panic"].map(
  (setting) => {
    const [name = "", value = ""] = setting.split("=");
    return `SELECT set_config('${name}', '${value}', false) FROM pg_roles WHERE rolname = current_user AND rolsuper;`;
  },
);

function statementsFor(args: RoleArgs, state: RoleState): readonly string[] {
  const role = identifier(args.name);
  if (args.state === "absent") return [`DROP ROLE ${role};`];
  const difference = differenceOf(args, state);
  const options = optionsOf(args.name, difference, state.storage);
  const create = state.role === undefined;
  const verb = create ? "CREATE ROLE" : "ALTER ROLE";
  // The options of \`CREATE ROLE\` must not have the same flag twice.
  const login = create && difference.flags.LOGIN === undefined ? ["LOGIN"] : [];
  const all = [...login, ...options];
  return [
    ...(create || all.length > 0 ? [`${verb} ${role} WITH ${all.join(" ")};`] : []),
    ...(difference.comment === undefined ? [] : [`COMMENT ON ROLE ${role} IS ${literal(difference.comment)};`]),
  ];
}

function optionsOf(name: string, difference: Difference, storage: Storage): readonly string[] {
  const { flags, conn_limit, expires, password } = difference;
  return [
    ...flagWords(flags),
    ...(conn_limit === undefined ? [] : [`CONNECTION LIMIT ${conn_limit}`]),
    ...(expires === undefined ? [] : [`VALID UNTIL ${literal(expires)}`]),
    ...(password === undefined ? [] : [`PASSWORD ${passwordValue(password, name, storage)}`]),
  ];
}

function passwordValue(password: string, name: string, storage: Storage): string {
  return password === "" ? "NULL" : literal(storedForm(password, name, randomBytes(16), storage));
}
